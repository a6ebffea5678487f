package com.pharmaserv.repave.aws.twin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * One AWS account in memory. Everything it does follows from the seed and the calls; one lock
 * guards it all, so many threads may call.
 */
public final class TwinCloud {
  public static final String ACCOUNT = "111122223333";
  private static final Duration LATENCY_MIN = Duration.ofMillis(20);
  private static final Duration LATENCY_MAX = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private final TwinClock clock = new TwinClock(lock);
  private final long seed;
  private final Ids ids;
  private final Faults faults;
  private final Random latency;
  private final Map<String, TwinService> services = new TreeMap<>();
  private final Map<String, TwinRegion> regions = new TreeMap<>();
  private final Map<Class<?>, Function<TwinRegion, ?>> makers = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();
  private final List<Consumer<Call>> before = new ArrayList<>();
  private final List<Consumer<Call>> after = new ArrayList<>();
  private final TwinHttp http = new TwinHttp(this);
  private long mutations;
  private int quiet;
  private Duration latencyMin = LATENCY_MIN;
  private Duration latencyMax = LATENCY_MAX;

  public TwinCloud(long seed) {
    this.seed = seed;
    this.ids = new Ids(seed);
    this.faults = new Faults(seed + 1, clock);
    this.latency = new Random(seed + 2);
    TwinServices.install(this);
  }

  public TwinClock clock() {
    return clock;
  }

  public Faults faults() {
    return faults;
  }

  public Ids ids() {
    return ids;
  }

  /**
   * Says how much time a call takes; from 20 to 200 ms unless said otherwise. As calls are answered
   * one after the other, tests with very many callers may want to let them take none.
   */
  public void latency(Duration least, Duration most) {
    guarded(
        () -> {
          latencyMin = least;
          latencyMax = most;
          return most;
        });
  }

  /** For {@code httpClient(...)} of any SDK client. Closing it does nothing. */
  public SdkHttpClient http() {
    return http;
  }

  /** The region of that name, made when it is first asked for. */
  public TwinRegion region(String name) {
    return guarded(
        () ->
            regions.computeIfAbsent(
                name, unknown -> new TwinRegion(this, name, seed * 31 + name.hashCode())));
  }

  /** The regions that anybody has asked for. */
  public List<TwinRegion> regions() {
    return guarded(() -> List.copyOf(regions.values()));
  }

  /** Every call so far, in order. */
  public List<Call> calls() {
    return guarded(() -> List.copyOf(calls));
  }

  /**
   * Does that without faults, time, records or listeners, and with the cloud to itself: how a test
   * builds its world, or lets somebody else change something.
   */
  public <T> T quietly(Supplier<T> work) {
    return guarded(
        () -> {
          quiet++;
          try {
            return work.get();
          } finally {
            quiet--;
          }
        });
  }

  boolean isQuiet() {
    return quiet > 0;
  }

  /** Operations that were called and that the double does not have: must be empty in a test. */
  public List<String> unsupported() {
    return guarded(() -> List.copyOf(unsupported));
  }

  /** Is told of every call before its effect; an {@code Error} from here is a crash before it. */
  public void beforeCall(Consumer<Call> listener) {
    guarded(() -> before.add(listener));
  }

  /** Is told of every call after its effect; an {@code Error} from here is a crash after it. */
  public void onCall(Consumer<Call> listener) {
    guarded(() -> after.add(listener));
  }

  /** Adds a service. */
  public void serve(TwinService service) {
    services.put(service.name(), service);
  }

  /** Says how a region's part of that type is made. */
  public <T> void provide(Class<T> type, Function<TwinRegion, ? extends T> maker) {
    makers.put(type, maker);
  }

  /** Does that with the cloud to itself. */
  public <T> T guarded(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Function<TwinRegion, ?> makerOf(Class<?> type) {
    Function<TwinRegion, ?> maker = makers.get(type);
    if (maker == null) {
      throw new IllegalStateException("no service provides " + type.getSimpleName());
    }
    return maker;
  }

  Collection<TwinService> services() {
    return services.values();
  }

  TwinService service(String name) {
    TwinService service = services.get(name);
    if (service == null) {
      unsupported.add(name);
      throw new AssertionError("the double has no service '" + name + "'; it has " + services);
    }
    return service;
  }

  void notSupported(String service, String operation) {
    unsupported.add(service + ":" + operation);
  }

  /** Lets half of a call's time pass. */
  void passHalfACall() {
    if (quiet > 0) {
      return;
    }
    long span = latencyMax.minus(latencyMin).toMillis();
    clock.advance(latencyMin.plusMillis(latency.nextLong(span + 1)).dividedBy(2));
  }

  Call begin(TwinService service, Request request, Map<String, String> parameters) {
    boolean mutating = service.mutates(request.operation());
    Call call =
        new Call(
            calls.size() + 1L,
            mutating && quiet == 0 ? ++mutations : 0,
            clock.now(),
            service.name(),
            request.operation(),
            request.region().name(),
            parameters,
            Call.PENDING);
    if (quiet == 0) {
      calls.add(call);
      before.forEach(listener -> listener.accept(call));
    }
    return call;
  }

  void end(Call call, String outcome) {
    if (quiet > 0) {
      return;
    }
    Call ended = call.ended(outcome);
    calls.set((int) call.number() - 1, ended);
    after.forEach(listener -> listener.accept(ended));
  }
}
