package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Environment;

/** An environment, and what its provider offers. */
public record Place(Environment environment, Provider provider) {}
