package com.pharmaserv.repave.sim;

/** Which calls and journal writes go wrong, and how. Asked once for each, in order. */
public interface Faults {
  /** Faults that a provider call can suffer. */
  enum Call {
    NONE,
    /** Refused, without effect. */
    THROTTLED,
    /** No answer, without effect. */
    LOST_REQUEST,
    /** No answer, with effect. */
    LOST_ANSWER,
    /** An answer that was true a while ago; for reads. */
    STALE,
    /** The call takes longer than a lease lasts. */
    STALL,
    /** The engine dies right before the effect. */
    CRASH_BEFORE,
    /** The engine dies right after the effect. */
    CRASH_AFTER
  }

  /** Faults that a journal write can suffer. */
  enum Write {
    NONE,
    /** The engine dies and nothing is written. */
    CRASH_BEFORE,
    /** The engine dies with a part of the record written. */
    CRASH_TORN,
    /** The engine dies with the whole record written. */
    CRASH_AFTER
  }

  Call call(String name, boolean read);

  Write write();

  /** Nothing goes wrong. */
  Faults NONE =
      new Faults() {
        @Override
        public Call call(String name, boolean read) {
          return Call.NONE;
        }

        @Override
        public Write write() {
          return Write.NONE;
        }
      };
}
