package com.pharmaserv.repave.drawing;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.RolloutState;

/**
 * Where a rollout is, in the words of the drawing: course and phase, {@code halted}, or how it
 * ended. The one place that takes those names from a state.
 *
 * @param group the course, or {@code end}; empty for {@code halted}, which belongs to no course
 * @param name the phase, or the kind of end
 */
public record Position(String group, String name) implements Comparable<Position> {
  public static final Position OPENED = new Position("", "opened");
  public static final Position HALTED = new Position("", Course.HALT.toString());

  public static Position of(RolloutState state) {
    if (state.end().isPresent()) {
      return new Position("", state.end().get().kind().toString());
    }
    return state.course() == Course.HALT
        ? HALTED
        : new Position(state.course().toString(), state.phase().toString());
  }

  @Override
  public int compareTo(Position other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return group.isEmpty() ? name : group + "/" + name;
  }
}
