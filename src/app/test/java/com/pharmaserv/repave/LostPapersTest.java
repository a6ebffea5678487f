package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.build.DebianBaker;
import com.pharmaserv.repave.debian.build.DiskBaker;
import com.pharmaserv.repave.debian.build.Source;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that exists rolls from a machine that has neither its papers nor what makes disks. */
class LostPapersTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  /** Bakes where nothing can be made. */
  private Image bake(boolean exists, Disks taker) throws Exception {
    Path home = Files.createFile(folder.resolve("a file, in which nothing can be made"));
    Project project = Project.open(ProjectRoot.resolve(""));
    Recipe recipe = project.recipe("base");
    Path recipes = project.recipeFolder("base");
    PaperShelf papers = new PaperShelf(folder.resolve("papers"));
    DiskBaker disks =
        new DiskBaker(
            home,
            new Host(Map.of()),
            name -> {
              throw new AssertionError("base stands on nothing");
            },
            papers,
            Clock.systemUTC());
    ImageId id = disks.pin(new Source(recipe, recipes)).id();
    Image image = Image.baked(id, recipe, Instant.EPOCH, new TreeMap<>());
    return new DebianBaker(disks, papers, new Known(exists ? List.of(image) : List.of()), taker)
        .bake(recipe, recipes, said::add);
  }

  @Test
  void anImageThatExistsIsFoundWhereNoDiskCanBeMade() throws Exception {
    Image found = bake(true, new Nowhere(Optional.empty()));

    assertThat(found.id().name()).isEqualTo("base");
    assertThat(said)
        .anyMatch(line -> line.startsWith("its papers are not on this machine"))
        .last()
        .asString()
        .startsWith("its papers could not be made here: ");
  }

  @Test
  void anImageThatExistsIsFoundWhereItsKeyIsDenied() throws Exception {
    Image found = bake(true, new Nowhere(Optional.of(new Denied())));

    assertThat(found.id().name()).isEqualTo("base");
    assertThat(said).last().isEqualTo("its papers could not be made here: not authorized");
  }

  /** Minutes of work would be for nothing otherwise. */
  @Test
  void aDeniedKeyIsToldBeforeAnythingIsMade() {
    assertThatThrownBy(() -> bake(false, new Nowhere(Optional.of(new Denied()))))
        .isInstanceOf(ProviderException.class)
        .hasMessage("not authorized");
    assertThat(said).isEmpty();
  }

  private record Denied() implements SigningKey {
    @Override
    public String name() {
      return "repave-eu-prod-images";
    }

    @Override
    public byte[] publicKey() throws ProviderException {
      throw new ProviderException(Failure.Kind.DENIED, "not authorized");
    }

    @Override
    public byte[] sign(byte[] sha256) {
      throw new AssertionError("it was denied before");
    }
  }

  private record Known(List<Image> list) implements Images {
    @Override
    public void block(ImageId image, String reason, String by) {
      throw new AssertionError(image);
    }

    @Override
    public void unblock(ImageId image) {
      throw new AssertionError(image);
    }

    @Override
    public void release(ImageId image, Channel to, String reason, String by) {
      throw new AssertionError(image);
    }
  }

  private record Nowhere(Optional<SigningKey> key) implements Disks {
    @Override
    public Optional<SigningKey> signer(String image) {
      return key;
    }

    @Override
    public Image publish(Finished disk, Says says) {
      throw new AssertionError("it is published already");
    }

    @Override
    public List<Copy> verify(Attested disk, Optional<String> region, Says says) {
      throw new AssertionError("nobody asked");
    }
  }
}
