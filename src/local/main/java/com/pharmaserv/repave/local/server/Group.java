package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.wire.Wire;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import java.util.Map;
import java.util.Optional;

/**
 * A generation as it is wanted.
 *
 * @param made machines made for it so far; the next one's number is one more
 */
record Group(
    GenerationId id,
    Optional<Slot> slot,
    ImageId image,
    int desired,
    Settings settings,
    RolloutId rollout,
    int made) {
  Group withDesired(int value, Settings newSettings) {
    return new Group(id, slot, image, value, newSettings, rollout, made);
  }

  Group withMade(int value) {
    return new Group(id, slot, image, desired, settings, rollout, value);
  }

  Map<String, Object> json() {
    return Json.object(
        "number", id.number(),
        "slot", slot.map(Slot::name),
        "image", image.full(),
        "desired", desired,
        "settings", Wire.settings(settings),
        "rollout", rollout.number(),
        "made", made);
  }

  static Group read(FleetId fleet, Fields fields) {
    return new Group(
        new GenerationId(fleet, fields.count("number")),
        fields.optionalChoice("slot", Slot.class),
        ImageId.parse(fields.text("image")),
        fields.count("desired"),
        Wire.settings(fields.object("settings")),
        new RolloutId(fleet, fields.count("rollout")),
        fields.count("made"));
  }
}
