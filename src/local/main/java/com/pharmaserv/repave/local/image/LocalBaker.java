package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Commands;
import com.pharmaserv.repave.bake.Inputs;
import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.FileLocks;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.store.Processes;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Bakes images of base {@code host}: copies the recipe's files into a tree next to the store, runs
 * setup and checks in it, and moves it into the store in one step.
 */
public final class LocalBaker implements Baker {
  private static final String SCRATCH_VARIABLE = "TMPDIR";
  private static final Duration COMMAND_MAX = Duration.ofMinutes(5);

  private final LocalHome home;
  private final Clock clock;
  private final ImageStore store;
  private final String path;

  /**
   * Prepares for baking into the home's store.
   *
   * @param path where commands are looked for, as in the variable PATH
   */
  public LocalBaker(LocalHome home, Clock clock, String path) {
    this.home = home;
    this.clock = clock;
    this.store = new ImageStore(home, clock);
    this.path = path;
  }

  @Override
  public Resolved resolve(Recipe recipe, Path folder) throws BakeException {
    return plan(recipe, folder).resolved();
  }

  @Override
  public Image bake(Recipe recipe, Path folder, Says says) throws ProviderException, BakeException {
    Plan plan = plan(recipe, folder);
    try {
      home.prepare();
      // One bake at a time: the threads of this process by the monitor, processes by the lock.
      synchronized (StoreLock.TURN) {
        FileLocks.Held held = StoreLock.take(home, says);
        try (held) {
          return baked(plan, says);
        }
      }
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "image "
              + plan.id()
              + " was not baked: "
              + Durable.reason(e)
              + "; free space in '"
              + home.images()
              + "' or make it writable, then bake again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException("image " + plan.id() + " was not baked: interrupted");
    }
  }

  private record Plan(
      Recipe recipe, Path folder, SortedMap<String, Inputs.Input> inputs, Resolved resolved) {
    ImageId id() {
      return resolved.image();
    }
  }

  private Plan plan(Recipe recipe, Path folder) throws BakeException {
    String file = folder.resolve("image.yaml").toString();
    if (!(recipe.base() instanceof Base.Host)) {
      throw new BakeException(
          file
              + ": base '"
              + recipe.base().text()
              + "' cannot be baked by the local provider; use 'host'");
    }
    SortedMap<String, Inputs.Input> inputs = Inputs.collect(recipe, folder);
    SortedMap<String, String> lock = new HostPackages(file, path).resolve(recipe.packages());
    inputs.forEach((target, input) -> lock.put("file " + target, input.lock()));
    ImageId id = new ImageId(recipe.name(), Canonical.digest(recipe, lock));
    return new Plan(recipe, folder, inputs, new Resolved(id, lock));
  }

  private Image baked(Plan plan, Says says)
      throws IOException, InterruptedException, ProviderException, BakeException {
    Path workshop = home.images().resolve(".baking");
    // Whoever holds the lock owns the workshop: anything in it was left by a bake that died.
    clear(workshop);
    Optional<Image> existing = store.find(plan.id());
    if (existing.isPresent()) {
      says.line("image " + plan.id() + " exists, baked at " + existing.get().bakedAt());
      return existing.get();
    }
    try {
      Durable.privateDirectory(workshop);
      return build(plan, workshop, says);
    } finally {
      clear(workshop);
    }
  }

  private static void clear(Path workshop) throws IOException {
    endStragglers(workshop);
    Durable.deleteTree(workshop);
  }

  /** Commands may leave processes behind; none of them may touch the tree any more. */
  private static void endStragglers(Path workshop) throws IOException {
    Processes.carrying(SCRATCH_VARIABLE, workshop + "/").forEach(ProcessHandle::destroyForcibly);
  }

  private Image build(Plan plan, Path workshop, Says says)
      throws IOException, InterruptedException, BakeException {
    Path draft = workshop.resolve("image");
    Path tree = draft.resolve(StoredImage.TREE);
    Files.createDirectories(tree);
    Trees.mode(tree, "rwxr-xr-x");
    says.line("copying " + plan.inputs().size() + " files");
    Inputs.copy(plan.inputs(), tree);
    Path scratch = Files.createDirectories(workshop.resolve("home"));
    Shell shell =
        new Shell(
            tree,
            Map.of(
                "PATH",
                path,
                "HOME",
                scratch.toString(),
                SCRATCH_VARIABLE,
                scratch.toString(),
                "LC_ALL",
                "C.UTF-8"),
            COMMAND_MAX);
    run(plan, "setup", plan.recipe().setup(), shell, says);
    run(plan, "check", plan.recipe().checks(), shell, says);
    endStragglers(workshop);
    Trees.seal(tree);
    Image image =
        Image.baked(
            plan.id(),
            plan.recipe(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            plan.resolved().lock());
    StoredImage stored =
        new StoredImage(image, plan.recipe().run(), plan.recipe().health(), tree, Optional.empty());
    Durable.write(draft.resolve(StoredImage.FILE), Json.writePretty(stored.json()));
    publish(draft, store.folder(plan.id()));
    return image;
  }

  private static void run(
      Plan plan, String kind, List<Recipe.Command> commands, Shell shell, Says says)
      throws IOException, InterruptedException, BakeException {
    for (Recipe.Command command : commands) {
      says.line(Commands.announced(kind, command));
      Shell.Outcome outcome = shell.bash(command.shell(), line -> says.line("  " + line));
      if (outcome.good()) {
        continue;
      }
      String how =
          outcome.timedOut()
              ? "did not end within " + COMMAND_MAX.toMinutes() + " min"
              : "failed with status " + outcome.status();
      throw Commands.failed(plan.folder(), kind, command, how, outcome.tail());
    }
  }

  private static void publish(Path draft, Path place) throws IOException {
    Path shelf = Objects.requireNonNull(place.getParent(), "an image stands under its name");
    Durable.privateDirectory(shelf);
    Durable.force(draft);
    // A folder without its description is the rest of a removal; the new image takes its place.
    Durable.deleteTree(place);
    Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    Durable.force(shelf);
  }
}
