package io.auroraresponder.lab.runtime;

import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.postgres.Shell;
import io.auroraresponder.lab.wire.Functions.Invoked;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * Starts functions one at a time, each in a container of its own and on one processor, and measures from the start of the process to the
 * answer to a self-check. There is no account: whoever calls AWS finds nobody.
 */
public final class ColdStart {
  private static final byte[] SELF_CHECK = "{\"selfcheck\":true}".getBytes(StandardCharsets.UTF_8);

  /** Nothing listens on the port of discarded bytes. */
  private static final URI NOBODY = URI.create("http://127.0.0.1:9");

  private static final String TASKSET = "taskset";

  /** The first JDK that makes an AOT cache in one step. */
  private static final int AOT_CACHES = 25;

  private static final Duration PREPARATION = Duration.ofMinutes(3);

  private final Path folder;

  /** How Lambda starts a function. */
  public enum Kind {
    /** For an event that waits. */
    ON_DEMAND("on-demand"),
    /** For a snapshot: every service that the function calls is rehearsed before. */
    FOR_A_SNAPSHOT("snap-start");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /**
   * One start.
   *
   * @param clock time that passed
   * @param processor time that the processor took, in steps of a hundredth of a second
   * @param resident most memory that was resident, in bytes
   */
  public record Start(Duration clock, Duration processor, long resident) {}

  /** Keeps what the functions print in this folder. */
  public ColdStart(Path folder) {
    this.folder = folder;
  }

  /** Whether a function can be bound to one processor here; otherwise it has all of them. */
  public static boolean onOneProcessor() {
    return Shell.has(TASKSET);
  }

  /** A jar with a single class of this program, for a handler that needs nothing else. */
  public Path jarOf(Class<?> handler) {
    Path jar = folder.resolve(handler.getSimpleName() + ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try {
      AgentJar.write(jar, manifest, List.of(handler));
    } catch (IOException unwritable) {
      throw new LabException("The jar " + jar + " cannot be written: " + unwritable.getMessage(), unwritable);
    }
    return jar;
  }

  /**
   * The same function prepared as a container image allows it: its classes loaded and linked once by a start like those that are measured,
   * and kept in a file. From JDK 25 on that is an AOT cache (JEP 514), before it an archive of classes (JEP 350).
   *
   * @throws LabException when the file cannot be made
   */
  public FunctionSpec prepared(FunctionSpec spec, Path jar, String region) {
    boolean aot = Runtime.version().feature() >= AOT_CACHES;
    Path kept = folder.resolve(spec.name() + (aot ? ".aot" : ".jsa"));
    FunctionSpec training = spec.with(List.of((aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + kept));
    FunctionProcess.Machine machine = new FunctionProcess.Machine(jar, NOBODY, region, Kind.ON_DEMAND.word, List.of(), List.of(), folder);
    try (FunctionProcess process = FunctionProcess.start(training, machine)) {
      Invoked answer = process.invoke(SELF_CHECK);
      if (!answer.error().isEmpty() || !process.end(PREPARATION) || !Files.isRegularFile(kept)) {
        throw new LabException("The function " + spec.name() + " could not be prepared: " + answer.payload().asUtf8String());
      }
    }
    return spec.with(List.of((aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + kept));
  }

  /**
   * Starts a function, asks it once and ends it.
   *
   * @throws LabException when it does not start or its answer is an error
   */
  public Start of(FunctionSpec spec, Path jar, String region, Kind kind) {
    List<String> before = onOneProcessor() ? List.of(TASKSET, "-c", "0") : List.of();
    FunctionProcess.Machine machine = new FunctionProcess.Machine(jar, NOBODY, region, kind.word, before, List.of(), folder);
    long begun = System.nanoTime();
    try (FunctionProcess process = FunctionProcess.start(spec, machine)) {
      Invoked answer = process.invoke(SELF_CHECK);
      Duration clock = Duration.ofNanos(System.nanoTime() - begun);
      if (!answer.error().isEmpty()) {
        throw new LabException("The function " + spec.name() + " did not start: " + answer.payload().asUtf8String());
      }
      return new Start(clock, process.processorTime(), process.mostResident());
    }
  }
}
