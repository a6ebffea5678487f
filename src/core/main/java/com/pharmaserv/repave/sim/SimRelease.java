package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Image;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The channel of an image, and until when it had those that it has not now.
 *
 * @param until by channel, when the image was taken back from it; absent if it never was there
 */
record SimRelease(Channel channel, Optional<Image.Release> why, Map<Channel, Instant> until) {
  static final SimRelease NEVER = new SimRelease(Channel.CANDIDATE, Optional.empty(), Map.of());

  SimRelease {
    until = Map.copyOf(until);
  }

  SimRelease then(Channel to, Optional<Image.Release> because, Instant now) {
    Map<Channel, Instant> left = new TreeMap<>(until);
    for (Channel each : Channel.values()) {
      if (channel.covers(each) && !to.covers(each)) {
        left.put(each, now);
      }
    }
    return new SimRelease(to, because, left);
  }

  /** Whether the image had the channel at that time or later, and has it no more. */
  boolean hadUntil(Channel asked, Instant at) {
    Instant left = until.get(asked);
    return left != null && !left.isBefore(at);
  }
}
