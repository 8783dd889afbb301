package io.auroraresponder.lab.runtime;

import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.wire.Functions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The deployed functions of one account: each gets its container when it is first invoked and keeps it. Safe for several threads; one
 * function runs one event at a time.
 */
public final class FunctionHost implements Functions, AutoCloseable {
  /** Where the runtime interface client always unpacks its native half. */
  private static final Path NATIVE = Path.of("/tmp/.libaws-lambda-jni.so");

  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final Path folder;
  private final FunctionProcess.Machine machine;
  private final ClockFile clock;
  private final Thread hook;

  /** A function and its container, once there is one. */
  private static final class Slot {
    private final FunctionSpec spec;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<FunctionProcess> container = Optional.empty();

    Slot(FunctionSpec spec) {
      this.spec = spec;
    }
  }

  private FunctionHost(Path folder, FunctionProcess.Machine machine, ClockFile clock) {
    this.folder = folder;
    this.machine = machine;
    this.clock = clock;
    this.hook = new Thread(this::end, "end-functions");
  }

  /** Why this machine cannot run functions, as the end of a sentence; empty where it can. */
  public static Optional<String> hindrance() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("needs Linux: AWS's runtime interface client runs nowhere else.");
    }
    return Files.exists(NATIVE) && !Files.isWritable(NATIVE)
        ? Optional.of("cannot use " + NATIVE
        + ", which AWS's runtime interface client writes: another user left it there; its owner may remove it.")
        : Optional.empty();
  }

  /**
   * A machine without functions yet; its clock stands at the beginning of 1970 until somebody sets it.
   *
   * @param jar the deployed jar
   * @param endpoint the front of the account that the functions work in
   * @throws LabException when this machine cannot run Lambda's runtime interface client, or has no jar
   */
  public static FunctionHost of(Path jar, URI endpoint, String region) {
    Optional<String> hindrance = hindrance();
    if (hindrance.isPresent()) {
      throw new LabException("--as-lambda " + hindrance.get());
    }
    if (!Files.isRegularFile(jar)) {
      throw new LabException("--as-lambda needs the deployed jar " + jar + ": mvn package makes it.");
    }
    try {
      Path folder = Files.createTempDirectory("aurora-responder-lambda-");
      Path agent = AgentJar.write(folder);
      ClockFile clock = ClockFile.at(folder.resolve("clock"));
      List<String> flags = List.of("-javaagent:" + agent + "=" + clock.path());
      FunctionHost host =
          new FunctionHost(folder, new FunctionProcess.Machine(jar, endpoint, region, "snap-start", List.of(), flags, folder), clock);
      Runtime.getRuntime().addShutdownHook(host.hook);
      return host;
    } catch (IOException e) {
      throw new LabException("The temporary folder of the functions cannot be made: " + e.getMessage(), e);
    }
  }

  /** Deploys a function. */
  public void deploy(FunctionSpec spec) {
    slots.put(spec.name(), new Slot(spec));
  }

  /** What the functions' clocks show. */
  public ClockFile clock() {
    return clock;
  }

  /** A folder for files that functions read, such as certificates; it goes when the host is closed. */
  public Path folder() {
    return folder;
  }

  /** What a function has written to its log so far. */
  public List<String> log(String name) {
    try {
      Path file = folder.resolve(name + ".log");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** The names of functions that have a container. */
  public List<String> started() {
    return slots.values().stream().filter(slot -> slot.container.isPresent()).map(slot -> slot.spec.name()).sorted().toList();
  }

  /** The key that a function signs its calls with. */
  public static String accessKey(FunctionSpec spec) {
    return FunctionProcess.accessKey(spec);
  }

  @Override
  public Invoked invoke(String function, byte[] payload) throws UnknownFunctionException {
    Slot slot = slots.get(nameOf(function));
    if (slot == null) {
      throw new UnknownFunctionException(function);
    }
    slot.turn.lock();
    try {
      FunctionProcess container = slot.container.filter(FunctionProcess::isAlive)
          .orElseGet(() -> FunctionProcess.start(slot.spec, machine));
      slot.container = Optional.of(container);
      return container.invoke(payload);
    } finally {
      slot.turn.unlock();
    }
  }

  /** {@code arn:aws:lambda:eu-west-1:111122223333:function:NAME:live} and {@code NAME:live} are {@code NAME}. */
  private static String nameOf(String function) {
    String[] parts = function.split(":", -1);
    return function.startsWith("arn:") && parts.length > 6 ? parts[6] : parts[0];
  }

  private void end() {
    slots.values().forEach(slot -> slot.container.ifPresent(FunctionProcess::close));
    // Another user of the machine could not write over it. Who runs functions beside these has loaded it already.
    var unused = NATIVE.toFile().delete();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | java.io.UncheckedIOException gone) {
      // Somebody else has cleared the temporary folder.
      return;
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException goingDown) {
      // The hook does the same work again.
      return;
    }
  }
}
