package com.pharmaserv.repave.local.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStockTest {
  private static final ImageId APP = new ImageId("app", "a".repeat(64));
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir Path temp;
  private ImageStore store;
  private LocalStock stock;

  @BeforeEach
  void keepOne() throws Exception {
    LocalHome home = new LocalHome(temp);
    home.prepare();
    Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    store = new ImageStore(home, clock);
    stock = new LocalStock(store, clock, System.getenv("PATH"));
    Path folder = Files.createDirectories(store.folder(APP).resolve(StoredImage.TREE));
    StoredImage kept =
        new StoredImage(
            new Image(APP, "app", "1", "me", NOON, new TreeMap<>(), Optional.empty()),
            List.of("run"),
            new HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2)),
            folder,
            Optional.empty());
    Durable.write(store.folder(APP).resolve(StoredImage.FILE), Json.writePretty(kept.json()));
  }

  @Test
  void withdrawnImagesAreNotListedButRun() throws Exception {
    stock.withdraw(APP, "anna");
    stock.withdraw(APP, "bert");
    assertThat(store.list()).isEmpty();
    assertThat(store.find(APP)).isEmpty();
    assertThat(store.stored(APP)).isPresent();
    assertThat(stock.withdrawn()).extracting(Withdrawn::by).containsExactly("anna");
    assertThat(stock.withdrawn()).extracting(Withdrawn::at).containsExactly(NOON);
    stock.restore(APP);
    stock.restore(APP);
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void onlyWithdrawnImagesAreRemoved() throws Exception {
    assertThatThrownBy(() -> stock.remove(APP))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("not withdrawn");
    stock.withdraw(APP, "anna");
    stock.remove(APP);
    stock.remove(APP);
    assertThat(store.folder(APP)).doesNotExist();
    assertThat(stock.withdrawn()).isEmpty();
  }

  @Test
  void whatIsNotThereCannotBeWithdrawn() {
    assertThatThrownBy(() -> stock.withdraw(new ImageId("app", "b".repeat(64)), "anna"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("not there");
  }

  @Test
  void aDamagedMarkIsNamed() throws Exception {
    Files.writeString(store.withdrawn(APP), "{\"by\": 7}");
    assertThatThrownBy(() -> stock.withdrawn())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("withdrawn.json");
  }

  @Test
  void keepsTheChannelBesideTheImageWithWhoWhyAndWhen() throws Exception {
    assertThat(store.list()).extracting(Image::channel).containsExactly(Channel.CANDIDATE);
    store.release(APP, Channel.STAGING, "passed all", "anna");
    store.release(APP, Channel.STAGING, "again", "bert");
    Image released = store.find(APP).orElseThrow();
    assertThat(released.channel()).isEqualTo(Channel.STAGING);
    assertThat(released.release()).contains(new Image.Release("passed all", "anna", NOON));
    assertThat(new ImageStore(new LocalHome(temp), Clock.systemUTC()).find(APP))
        .as("read by another process")
        .contains(released);
  }

  @Test
  void whatIsWithdrawnCanBeTakenBack() throws Exception {
    store.release(APP, Channel.PRODUCTION, "passed all", "anna");
    stock.withdraw(APP, "anna");
    store.release(APP, Channel.CANDIDATE, "loses orders", "bert");
    assertThat(stock.withdrawn().get(0).withdrawnImage().channel()).isEqualTo(Channel.CANDIDATE);
    stock.restore(APP);
    assertThat(store.list()).extracting(Image::channel).containsExactly(Channel.CANDIDATE);
  }

  @Test
  void aChannelThatThereIsNotIsNamedWithItsFolder() throws Exception {
    Files.writeString(
        store.folder(APP).resolve(StoredImage.RELEASE),
        "{\"channel\": \"prod\", \"reason\": \"r\", \"by\": \"b\", \"at\": \"2026-11-29T12:00:00Z\"}");
    assertThatThrownBy(() -> store.list())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("channel 'prod' must be one of candidate, staging, production")
        .hasMessageContaining(store.folder(APP).toString());
  }

  @Test
  void whatIsNotThereCannotBeReleased() {
    assertThatThrownBy(
            () ->
                store.release(
                    new ImageId("app", "b".repeat(64)), Channel.STAGING, "passed all", "anna"))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("cannot be released: it is not in");
  }
}
