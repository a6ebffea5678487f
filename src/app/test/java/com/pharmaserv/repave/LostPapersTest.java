package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.build.DebianBaker;
import com.pharmaserv.repave.debian.build.DiskBaker;
import com.pharmaserv.repave.debian.build.Source;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Images;
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

  @Test
  void anImageThatExistsIsFoundWhereNoDiskCanBeMade() throws Exception {
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
    List<String> said = new ArrayList<>();

    Image found =
        new DebianBaker(disks, papers, new Known(List.of(image)), new Nowhere())
            .bake(recipe, recipes, said::add);

    assertThat(found).isEqualTo(image);
    assertThat(said)
        .anyMatch(line -> line.startsWith("its papers are not on this machine"))
        .last()
        .asString()
        .startsWith("its papers could not be made here: ");
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

  private static final class Nowhere implements Disks {
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
