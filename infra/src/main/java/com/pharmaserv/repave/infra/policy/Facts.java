package com.pharmaserv.repave.infra.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/**
 * The file {@code service-facts.json} next to this class: what AWS's services do that no class of
 * the provider knows. Each fact names the document or the report that it is taken from, and when it
 * was read there.
 *
 * @param sends which condition keys a service that acts for the account sends along
 * @param refuses which buckets a service does not deliver into
 * @param opens what rights on a key go with a right on what the key encrypts
 * @param tagging actions that set tags
 * @param before what must stand before something else is made
 * @param events what is told of once, so that whoever listens must stand before its cause
 * @param unlimited actions that IAM knows no resource for
 * @param together inputs that AWS wants together
 * @param answers lists that AWS answers in full, whatever was asked for
 * @param everywhere conditions that bind only if every statement about their action has them
 */
record Facts(
    List<Sends> sends,
    List<Refuses> refuses,
    List<Opens> opens,
    List<Tagging> tagging,
    List<Before> before,
    List<Event> events,
    List<Unlimited> unlimited,
    List<Together> together,
    List<Answers> answers,
    List<Everywhere> everywhere) {
  private static final String FILE = "service-facts.json";

  /** Keys that nobody reads, that are missing or that stand twice are mistakes. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Where something was read, and on which day, as year, month and day. */
  private static void known(String source, String date) {
    if (source.isBlank() || LocalDate.parse(date).getYear() < 2020) {
      throw new IllegalArgumentException(
          FILE + ": a fact needs a source and a date, not '" + source + "' of " + date);
    }
  }

  /**
   * @param to the called service, such as {@code kms}; {@code sts} where a role is taken
   * @param keys none where it sends nothing that a policy could ask for
   */
  record Sends(String service, String to, List<String> keys, String source, String date) {
    Sends {
      known(source, date);
    }
  }

  /**
   * @param type of what names the bucket
   * @param input that names it
   * @param what {@code lock} for Object Lock, {@code key} for a key of ours
   */
  record Refuses(
      String service, String type, String input, List<String> what, String source, String date) {
    Refuses {
      known(source, date);
    }
  }

  /**
   * @param type of what is encrypted, or says how something is
   * @param arn of what is encrypted, with inputs in braces
   * @param key where the key's ARN stands; behind {@code #} inside an input that is JSON
   * @param rights that go with the actions, on the key
   * @param also other actions without which these come to nothing
   */
  record Opens(
      String service,
      String type,
      String arn,
      String key,
      List<String> actions,
      List<String> rights,
      List<String> also,
      String source,
      String date) {
    Opens {
      known(source, date);
    }
  }

  /**
   * @param born the condition key that limits the action to what is being made; empty if none
   */
  record Tagging(String service, String action, String born, String source, String date) {
    Tagging {
      known(source, date);
    }
  }

  /**
   * @param needs type of what must stand before
   * @param input of the type that tells which ones are meant; empty for all of the region
   * @param theirs input of the needed ones that comes from the same; empty where the input comes
   *     from themselves
   * @param some whether there must be one
   */
  record Before(
      String type,
      String needs,
      String input,
      String theirs,
      boolean some,
      String source,
      String date) {
    Before {
      known(source, date);
    }
  }

  /**
   * @param event as a rule's pattern names it
   * @param cause type of what is made
   * @param named input of the cause that the pattern names, too
   */
  record Event(String event, String cause, String named, String source, String date) {
    Event {
      known(source, date);
    }
  }

  /**
   * @param actions may end with an asterisk
   */
  record Unlimited(List<String> actions, String source, String date) {
    Unlimited {
      known(source, date);
    }
  }

  /**
   * @param when a path, with an asterisk for each element of a list, that must be there to matter
   * @param value that it must have to matter; empty for any
   * @param unless a path whose presence makes it not matter; empty for none
   * @param then paths that must be there, too, of the same element
   */
  record Together(
      String type,
      String when,
      String value,
      String unless,
      List<String> then,
      String source,
      String date) {
    Together {
      known(source, date);
    }
  }

  /**
   * @param when a path that must have the value to matter; empty for always
   * @param members their names, in AWS's order; none where they differ from region to region
   */
  record Answers(
      String type,
      String input,
      String when,
      String value,
      List<String> members,
      String source,
      String date) {
    Answers {
      known(source, date);
    }
  }

  record Everywhere(String action, String key, String source, String date) {
    Everywhere {
      known(source, date);
    }
  }

  /** The facts that come with this program. */
  static Facts standard() {
    try (InputStream file = Facts.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not beside the program; build it again");
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " could not be read", e);
    }
  }

  static Facts parse(String json) {
    try {
      return STRICT.readValue(json, Facts.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(FILE + ": " + e.getOriginalMessage(), e);
    }
  }
}
