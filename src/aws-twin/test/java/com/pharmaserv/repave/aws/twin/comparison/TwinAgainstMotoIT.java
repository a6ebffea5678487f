package com.pharmaserv.repave.aws.twin.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * The double and moto were written by different people from the same documentation: where their
 * answers set different fields, one of them is wrong, and {@link MotoDeviations} says which.
 */
@ExtendWith(Moto.Starter.class)
class TwinAgainstMotoIT {
  private static final String REGION = "eu-central-1";

  @Test
  void answersWithTheSameFieldsAsMotoButForKnownDeviations(Moto moto) throws IOException {
    moto.reset();
    Map<String, SortedSet<String>> ofMoto;
    try (SdkHttpClient http = UrlConnectionHttpClient.create()) {
      TwinClients clients = new TwinClients(http, REGION, Optional.of(moto.endpoint()));
      ofMoto = MotoScript.play(clients, Instant.now(), () -> {});
    }
    TwinCloud cloud = new TwinCloud(1);
    Map<String, SortedSet<String>> ofTwin =
        MotoScript.play(
            new TwinClients(cloud, REGION),
            cloud.clock().now(),
            () -> cloud.clock().advance(Duration.ofMinutes(5)));

    List<String> differences = new ArrayList<>();
    ofMoto.forEach(
        (step, fields) -> {
          SortedSet<String> twin = ofTwin.getOrDefault(step, new TreeSet<>());
          fields.stream()
              .filter(field -> !twin.contains(field))
              .forEach(field -> differences.add(step + " | only moto | " + field));
          twin.stream()
              .filter(field -> !fields.contains(field))
              .forEach(field -> differences.add(step + " | only the double | " + field));
        });

    assertThat(ofTwin.keySet()).isEqualTo(ofMoto.keySet());
    assertThat(differences).filteredOn(d -> MotoDeviations.reason(d).isEmpty()).isEmpty();
    assertThat(MotoDeviations.unused(differences)).isEmpty();
  }
}
