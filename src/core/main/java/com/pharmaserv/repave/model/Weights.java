package com.pharmaserv.repave.model;

/**
 * How the production route divides requests between the slots, in percent. The only thing that
 * moves traffic. 0/0 is a route that nothing has been rolled to yet.
 */
public record Weights(int blue, int green) {
  public static final Weights NONE = new Weights(0, 0);

  public Weights {
    boolean valid = blue >= 0 && green >= 0 && (blue + green == 100 || blue + green == 0);
    if (!valid) {
      throw new IllegalArgumentException(
          "weights " + blue + "/" + green + " must be percentages that sum to 100, or 0/0");
    }
  }

  /** Gives {@code percent} to the slot and the rest to the other one. */
  public static Weights of(Slot slot, int percent) {
    return slot == Slot.BLUE
        ? new Weights(percent, 100 - percent)
        : new Weights(100 - percent, percent);
  }

  /** The slot's share, 0 to 100. */
  public int share(Slot slot) {
    return slot == Slot.BLUE ? blue : green;
  }

  @Override
  public String toString() {
    return "blue " + blue + " / green " + green;
  }
}
