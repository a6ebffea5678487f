package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.build.Blueprint;
import com.pharmaserv.repave.debian.build.DebianBaker;
import com.pharmaserv.repave.debian.build.DiskBaker;
import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.build.Layouts;
import com.pharmaserv.repave.debian.build.Locksmith;
import com.pharmaserv.repave.debian.build.Source;
import com.pharmaserv.repave.debian.build.Workshop;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.operation.Papers;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ties images of Debian packages to the recipes of a project. */
public final class DebianWiring {
  private final Project project;
  private final Clock clock;
  private final Path home;
  private final Host host;

  /**
   * Wires; nothing is read yet.
   *
   * @param home where packages, the workshop and finished steps are kept
   */
  DebianWiring(Project project, Path home, Clock clock, Map<String, String> variables) {
    this.project = project;
    this.clock = clock;
    this.home = home;
    this.host = new Host(variables);
  }

  /**
   * Makes locks.
   *
   * @param feeds folder with what is published about vulnerabilities, if there is one
   */
  public Locksmith locksmith(Optional<Path> feeds) {
    return new Locksmith(home, host, feeds);
  }

  /**
   * What the recipes of these names want; of all on Debian, and the workshop, if there are none.
   */
  public List<Locksmith.Wanted> wanted(List<String> names) throws ConfigException, BakeException {
    List<Locksmith.Wanted> all = new ArrayList<>();
    for (String name : names.isEmpty() ? onDebian() : names) {
      all.add(
          name.equals(Workshop.NAME)
              ? Locksmith.Wanted.workshop(project.recipeFolder(name).resolveSibling(Workshop.LOCK))
              : Locksmith.Wanted.of(Blueprint.of(source(name), this::below)));
    }
    return all;
  }

  private List<String> onDebian() throws ConfigException {
    List<String> names = new ArrayList<>();
    for (String name : project.recipeNames()) {
      if (bakes(project.recipe(name).base())) {
        names.add(name);
      }
    }
    names.add(Workshop.NAME);
    return names;
  }

  /** Whether images on this base are made here, of packages. */
  static boolean bakes(Base base) {
    return base instanceof Base.Debian || base instanceof Base.From;
  }

  /** Bakes on Debian packages for a provider, and leaves every other base to its own baker. */
  Baker baker(Provider provider) {
    return new Baker() {
      @Override
      public Resolved resolve(Recipe recipe, Path folder) throws ProviderException, BakeException {
        return of(recipe).resolve(recipe, folder);
      }

      @Override
      public Image bake(Recipe recipe, Path folder, Says says)
          throws ProviderException, BakeException {
        return of(recipe).bake(recipe, folder, says);
      }

      private Baker of(Recipe recipe) {
        // Made when it is needed: most commands bake nothing.
        return bakes(recipe.base()) ? debian(provider) : provider.baker();
      }
    };
  }

  /**
   * Compares images by their papers.
   *
   * @param feeds folder with what is published about vulnerabilities, if there is one
   */
  public DiskComparer comparer(Optional<Path> feeds) {
    return new DiskComparer(home, papers(), feeds);
  }

  /** The papers of all images that were made on this machine. */
  public PaperShelf papers() {
    return new PaperShelf(home.resolve("papers"));
  }

  /**
   * The keys whose signatures count.
   *
   * @param folder of them; without it that of the project
   */
  public TrustedKeys trusted(Optional<Path> folder) throws ProofException {
    return TrustedKeys.in(folder.orElseGet(project::keys), DiskBaker.keysIn(home));
  }

  /** What rollouts ask of papers. */
  public Papers rolling() {
    return new Papers(comparer(Optional.empty()), papers(), () -> trusted(Optional.empty()));
  }

  private Baker debian(Provider provider) {
    return new DebianBaker(disks(), papers(), provider.images(), provider.disks());
  }

  private DiskBaker disks() {
    return new DiskBaker(home, host, this::below, papers(), clock);
  }

  /** Makes layouts. */
  public Layouts layouts() {
    return new Layouts(disks());
  }

  /** The recipe of that name, and where it stands. */
  public Source source(String name) throws ConfigException {
    return new Source(project.recipe(name), project.recipeFolder(name));
  }

  private Source below(String name) throws BakeException {
    try {
      return source(name);
    } catch (ConfigException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    }
  }
}
