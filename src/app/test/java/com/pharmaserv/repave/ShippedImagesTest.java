package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.build.DiskBaker;
import com.pharmaserv.repave.debian.build.Source;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes in images/ as they are: what stands on base, with a lock that fits, and small. */
class ShippedImagesTest {
  /** What makes programs of texts, or brings them, or lets somebody in; gcc-14-base is a text. */
  private static final String MAKERS =
      "(?!gcc-[0-9]+-base)(gcc|g\\+\\+|clang|binutils|make|golang|rustc|cargo|openjdk|default-jdk|python3-pip|git"
          + "|openssh).*";

  @TempDir Path home;

  private final Project project = Project.open(ProjectRoot.resolve(""));

  @ParameterizedTest
  @ValueSource(strings = {"app", "worker"})
  void theServicesStandOnBaseUnderLocksOfTheirOwn(String name) throws Exception {
    DiskBaker.Pinned pinned = pin(name);

    assertThat(pinned.blueprint().chain())
        .extracting(source -> source.recipe().name())
        .containsExactly("base", name);
    assertThat(names(pinned)).containsAll(names(pin("base"))).contains("python3-minimal");
    Recipe.Machine machine = pinned.blueprint().machine();
    Recipe.Machine base = project.recipe("base").machine();
    assertThat(machine.user()).contains(name);
    assertThat(machine.mask()).containsAll(base.mask());
    assertThat(machine.sysctl()).containsAll(base.sysctl());
    assertThat(machine.enable()).containsAll(base.enable());
    assertThat(List.of(machine.budgetMib(), machine.diskGib()))
        .as("no larger than base")
        .isEqualTo(List.of(base.budgetMib(), base.diskGib()));
    assertThat(machine.listen()).as("nothing but health and traffic").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "app", "worker"})
  void nothingIsCompiledAndNothingThatCompilesIsThere(String name) throws Exception {
    DiskBaker.Pinned pinned = pin(name);

    assertThat(names(pinned)).noneMatch(each -> each.matches(MAKERS));
    assertThat(pinned.blueprint().setup())
        .allMatch(step -> step.command().shell().matches("(ln -sf|rm -f) .*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "worker"})
  void bothCanBeBakedOnAmazonLinuxInstead(String name) throws Exception {
    Recipe other = project.recipe(name + "-amazon");

    assertThat(other.base()).isInstanceOf(Base.AmiParameter.class);
    assertThat(other.function()).isEqualTo(project.recipe(name).function());
    assertThat(other.health()).isEqualTo(project.recipe(name).health());
  }

  @Test
  void servicesSayTheVersionOfTheirRecipe() throws Exception {
    int seen = 0;
    for (String name : project.recipeNames()) {
      Path file = project.recipeFolder(name).resolve("version.txt");
      if (Files.exists(file)) {
        assertThat(Files.readString(file).strip())
            .as(file.toString())
            .isEqualTo(project.recipe(name).version());
        seen++;
      }
    }
    assertThat(seen).isEqualTo(5);
  }

  private DiskBaker.Pinned pin(String name) throws BakeException, ConfigException, IOException {
    return new DiskBaker(
            home,
            new Host(Map.of()),
            this::source,
            new PaperShelf(home.resolve("papers")),
            Clock.systemUTC())
        .pin(source(name));
  }

  private Source source(String name) throws BakeException {
    try {
      return new Source(project.recipe(name), project.recipeFolder(name));
    } catch (ConfigException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> names(DiskBaker.Pinned pinned) {
    return pinned.lock().packages().stream().map(LockedPackage::name).toList();
  }
}
