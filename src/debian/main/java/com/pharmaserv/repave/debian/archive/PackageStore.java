package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Files by their SHA-256. What is in it was verified when it came and never changes, so that an
 * image can be baked again when the archive has moved on.
 */
public final class PackageStore {
  /** Enough to fill a line; more would be rude to a mirror. */
  private static final int DOWNLOADS = 6;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);

  /** The largest package, a kernel of 100 MB, over a slow line. */
  private static final Duration DOWNLOAD_MAX = Duration.ofMinutes(10);

  private static final int CHUNK = 1 << 16;

  private final Path folder;

  public PackageStore(Path folder) {
    this.folder = folder;
  }

  /**
   * A file and where it can be had.
   *
   * @param name for messages
   * @param size in bytes; empty (0) where it is not known
   */
  public record Wanted(String name, String url, long size, String sha256) {
    /** A package that the lock pins. */
    public static Wanted of(Lock lock, LockedPackage locked) {
      return new Wanted(
          locked.name() + " " + locked.version(), lock.url(locked), locked.size(), locked.sha256());
    }
  }

  public Path folder() {
    return folder;
  }

  /** Where the file is, if it is there. */
  public Path path(String sha256) {
    return folder.resolve(sha256);
  }

  public boolean has(String sha256) {
    return Files.exists(path(sha256));
  }

  /** Fetches what is missing; a file that is not what it should be is not kept. */
  public void fetch(List<Wanted> all, Says says) throws LockException {
    List<Wanted> missing = all.stream().filter(one -> !has(one.sha256())).toList();
    if (missing.isEmpty()) {
      return;
    }
    long bytes = missing.stream().mapToLong(Wanted::size).sum();
    says.line("fetching %s files, %s MB".formatted(missing.size(), bytes / 1_000_000));
    ExecutorService pool = Executors.newFixedThreadPool(DOWNLOADS);
    try {
      Files.createDirectories(folder);
      HttpClient client = client();
      AtomicInteger done = new AtomicInteger();
      List<Callable<Boolean>> jobs = new ArrayList<>();
      for (Wanted one : missing) {
        jobs.add(
            () -> {
              download(client, one);
              int count = done.incrementAndGet();
              if (count % 50 == 0) {
                says.line("  %s of %s".formatted(count, missing.size()));
              }
              return true;
            });
      }
      for (Future<Boolean> job : pool.invokeAll(jobs)) {
        job.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LockException refused) {
        throw refused;
      }
      throw new LockException("cannot fetch packages: " + e.getCause());
    } catch (IOException e) {
      throw new LockException("cannot write into '%s': %s".formatted(folder, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockException("fetching packages was interrupted");
    } finally {
      pool.shutdownNow();
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT_MAX)
        .followRedirects(HttpClient.Redirect.NORMAL)
        .proxy(ProxySelector.getDefault())
        .build();
  }

  private void download(HttpClient client, Wanted one)
      throws LockException, IOException, InterruptedException {
    Path draft = Files.createTempFile(folder, "fetching-", ".part");
    try {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(one.url())).timeout(DOWNLOAD_MAX).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body();
          OutputStream out = Files.newOutputStream(draft)) {
        if (answer.statusCode() != 200) {
          throw new LockException(
              "'%s' answers %s for %s; if the archive has moved on, lock anew, or take a dated mirror"
                  .formatted(one.url(), answer.statusCode(), one.name()));
        }
        String hash = copy(in, out, one);
        if (!hash.equals(one.sha256())) {
          throw new LockException(
              "'%s' is not what the lock says of %s: its SHA-256 is %s, not %s"
                  .formatted(one.url(), one.name(), hash, one.sha256()));
        }
      }
      Files.move(draft, path(one.sha256()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LockException("cannot fetch '%s': %s".formatted(one.url(), e));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String copy(InputStream in, OutputStream out, Wanted one)
      throws IOException, LockException {
    MessageDigest digest = Canonical.sha256();
    byte[] chunk = new byte[CHUNK];
    long size = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      size += read;
      if (one.size() > 0 && size > one.size()) {
        throw new LockException(
            "'%s' has more than the %s bytes that the lock says of %s"
                .formatted(one.url(), one.size(), one.name()));
      }
      digest.update(chunk, 0, read);
      out.write(chunk, 0, read);
    }
    return Canonical.hex(digest.digest());
  }
}
