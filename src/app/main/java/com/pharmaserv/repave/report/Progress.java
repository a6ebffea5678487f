package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Course;
import com.pharmaserv.repave.model.Decision;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.port.Watcher;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows rollouts while they happen: on a terminal as a block that is drawn in place, elsewhere as
 * lines. Several fleets may share one; it may be called from several threads.
 */
public final class Progress implements Watcher, AutoCloseable {
  private static final String ESCAPE = "\u001b[";
  private static final String CLEAR_REST_OF_LINE = ESCAPE + "K";
  private static final String CLEAR_BELOW = ESCAPE + "J";

  private final PrintWriter out;
  private final Look look;
  private final LiveBlock block;
  private final Map<FleetId, Story> stories = new LinkedHashMap<>();
  private final Map<FleetId, Scene> scenes = new LinkedHashMap<>();
  private int drawn;
  private boolean finished;

  /** The latest turn of a fleet whose rollout is under way. */
  private record Scene(Fleet fleet, FleetView view, Decision decision) {}

  public Progress(PrintWriter out, Look look) {
    this.out = out;
    this.look = look;
    this.block = new LiveBlock(look);
  }

  @Override
  public synchronized void turned(Fleet fleet, FleetView view, Decision decision, Instant at) {
    if (finished) {
      return;
    }
    Story story = stories.computeIfAbsent(fleet.id(), id -> new Story(look));
    List<Line> news = story.tell(fleet, view, decision, at);
    // What ended or halted has been told in lines that stay.
    boolean over = decision.next().ended() || decision.next().course() == Course.HALT;
    if (over) {
      scenes.remove(fleet.id());
    } else {
      scenes.put(fleet.id(), new Scene(fleet, view, decision));
    }
    show(news, at);
  }

  /** Draws the block again, so that its clocks move between turns; does nothing without a block. */
  public synchronized void tick(Instant now) {
    if (look.live() && drawn > 0) {
      show(List.of(), now);
    }
  }

  /** Writes a line that stays, above the block. */
  public synchronized void note(String text, Instant now) {
    show(List.of(Line.of(text)), now);
  }

  /**
   * Removes the block. What stays are whole lines, and the cursor at the start of the next one.
   * Turns that are told later, by an engine that has not heard yet of a Ctrl-C, show nothing.
   */
  public synchronized void finish() {
    finished = true;
    scenes.clear();
    show(List.of(), Instant.EPOCH);
  }

  @Override
  public void close() {
    finish();
  }

  private void show(List<Line> news, Instant now) {
    if (look.live()) {
      draw(news, now);
    } else {
      news.forEach(line -> out.print(line.whole(look) + "\n"));
    }
    out.flush();
  }

  /** One write per picture: a Ctrl-C between two of them finds the terminal in order. */
  private void draw(List<Line> news, Instant now) {
    List<String> rows = new ArrayList<>();
    for (Scene scene : scenes.values()) {
      block.lines(scene.fleet(), scene.view(), scene.decision(), now).stream()
          .map(line -> line.row(look))
          .forEach(rows::add);
    }
    StringBuilder picture = new StringBuilder();
    if (drawn > 0) {
      picture.append(ESCAPE).append(drawn).append("A\r");
    }
    // Lines that stay may be longer than a row: the terminal wraps them and nothing is lost.
    news.forEach(line -> append(picture, line.whole(look)));
    rows.forEach(row -> append(picture, row));
    if (drawn > 0) {
      picture.append(CLEAR_BELOW);
    }
    drawn = rows.size();
    out.print(picture);
  }

  private static void append(StringBuilder picture, String text) {
    picture.append(text).append(CLEAR_REST_OF_LINE).append('\n');
  }
}
