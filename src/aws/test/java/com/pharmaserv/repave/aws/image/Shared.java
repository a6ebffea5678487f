package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.port.Time;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Clients for one world after the other: making them is the slow part of a test that needs dozens
 * of worlds.
 */
final class Shared implements SdkHttpClient, Time {
  private final Map<Environment, Clients> clients = new HashMap<>();
  private volatile TwinCloud cloud = new TwinCloud(0);

  /** From now on all clients reach that world. */
  Clients enter(TwinCloud world, Environment environment) {
    cloud = world;
    return clients.computeIfAbsent(
        environment,
        unmade ->
            Clients.of(
                unmade,
                ClientSettings.plain(
                    this,
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))),
                this));
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return cloud.http().prepareRequest(request);
  }

  @Override
  public void close() {}

  @Override
  public Instant now() {
    return new TwinTime(cloud).now();
  }

  @Override
  public void sleepUntil(Instant instant) throws InterruptedException {
    new TwinTime(cloud).sleepUntil(instant);
  }
}
