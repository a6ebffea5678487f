package com.pharmaserv.repave.model;

import java.util.Optional;

/** A generation, the slot it takes traffic in (if the fleet has a route), and its image. */
public record Placement(GenerationId generation, Optional<Slot> slot, ImageId image) {}
