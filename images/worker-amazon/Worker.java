import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands in for the queue worker: takes a job a second and works on it. On SIGTERM it takes no new
 * one, finishes the one in hand and ends; so a generation that leaves loses no work.
 */
public final class Worker {
  private static final long JOB_MILLIS = 1_000;
  private static final int REPORT_EVERY = 60;

  /** Longer than any job. */
  private static final long STOP_SECONDS_MAX = 30;

  private Worker() {}

  public static void main(String[] args) throws Exception {
    String version = Files.readString(Path.of("version.txt")).strip();
    CountDownLatch stopping = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopping, finished), "stop"));
    System.err.println("worker " + version + " begins");
    for (long jobs = 0; stopping.getCount() > 0; jobs++) {
      TimeUnit.MILLISECONDS.sleep(JOB_MILLIS);
      if (jobs % REPORT_EVERY == 0) {
        System.err.println("worker " + version + " has done " + (jobs + 1) + " jobs");
      }
    }
    finished.countDown();
  }

  private static void stop(CountDownLatch stopping, CountDownLatch finished) {
    stopping.countDown();
    boolean clean = false;
    try {
      clean = finished.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException now) {
      // Whoever interrupts wants the end at once.
    }
    Runtime.getRuntime().halt(clean ? 0 : 1);
  }
}
