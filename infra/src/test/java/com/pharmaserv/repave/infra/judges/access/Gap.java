package com.pharmaserv.repave.infra.judges.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What the judge cannot judge, each with the sign by which its answer shows it. */
enum Gap {
  /** It knows no condition keys with names in them, such as those of encryption contexts. */
  ENCRYPTION_CONTEXTS {
    @Override
    boolean shows(JsonNode answer) {
      for (JsonNode key : answer.path("ignored")) {
        if (key.asText().startsWith("kms:EncryptionContext:")) {
          return true;
        }
      }
      return false;
    }
  },

  /** It refuses names of what AWS gives to all accounts, which have no account in them. */
  PUBLIC_THINGS {
    @Override
    boolean shows(JsonNode answer) {
      return answer.path("result").asText().equals("refused")
          && answer.path("why").toString().contains("no.resource.types")
          && answer.path("resource").asText().split(":", -1)[4].isEmpty();
    }
  };

  abstract boolean shows(JsonNode answer);

  /** As tables call it. */
  static Gap called(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
