package com.pharmaserv.repave.model;

import com.pharmaserv.repave.calendar.OpenTimes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the fleets of an environment are kept fresh.
 *
 * @param freshness of fleets that have none of their own
 * @param own of fleets that have, by name
 * @param times when rollouts may begin; one that is under way goes on
 * @param after the environment where images prove themselves first
 * @param fleets most fleets that are rolled at a time, from 1 to {@link #FLEETS_MAX}
 * @param sharePercent most of the environment's machines that belong to fleets which are rolled at
 *     a time, from 1 to 100; a single fleet may have more
 * @param stopAfter failures after which no other fleet begins, at least 1
 */
public record Upkeep(
    Freshness freshness,
    Map<String, Freshness> own,
    OpenTimes times,
    Optional<After> after,
    int fleets,
    int sharePercent,
    int stopAfter) {
  /** Each flight has a thread of its own, and looks at its fleet every few seconds. */
  public static final int FLEETS_MAX = 100;

  /** More failures than any line has before somebody looks. */
  public static final int STOP_AFTER_MAX = 100;

  /** One fleet after the other, at any time, until one fails. */
  public static final Upkeep DEFAULT =
      new Upkeep(Freshness.UNLIMITED, Map.of(), OpenTimes.ALWAYS, Optional.empty(), 1, 100, 1);

  public Upkeep {
    own = Map.copyOf(own);
    require("fleets", fleets, FLEETS_MAX);
    require("share", sharePercent, 100);
    require("stop-after", stopAfter, STOP_AFTER_MAX);
  }

  /**
   * Where and how long an image proves itself, before it comes here.
   *
   * @param environment all of whose fleets on the same recipe must run it
   * @param proven how long they must have run it
   * @param requests how many they must have answered meanwhile; 0 if that is not asked
   */
  public record After(EnvironmentId environment, Duration proven, int requests) {
    public After {
      if (proven.isNegative() || requests < 0) {
        throw new IllegalArgumentException(
            "an image proves itself for %s and %s requests: must not be negative"
                .formatted(proven, requests));
      }
    }
  }

  /** The same where these fleets have limits of their own. */
  public Upkeep with(Map<String, Freshness> fresh) {
    return new Upkeep(freshness, fresh, times, after, fleets, sharePercent, stopAfter);
  }

  /** The same with so many fleets at a time. */
  public Upkeep atATime(int most) {
    return new Upkeep(freshness, own, times, after, most, sharePercent, stopAfter);
  }

  /** The limits of that fleet. */
  public Freshness of(FleetId fleet) {
    return own.getOrDefault(fleet.name(), freshness);
  }

  private static void require(String what, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException("%s %s must be from 1 to %s".formatted(what, value, max));
    }
  }
}
