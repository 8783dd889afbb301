package io.auroraresponder.lab.runtime;

import com.google.gson.JsonObject;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.wire.Functions.Invoked;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One function in a container of its own: a JVM with the function's jar and AWS's runtime interface client, nothing else on its class
 * path and nothing of this process in its environment. One event at a time.
 */
final class FunctionProcess implements AutoCloseable {
  /** A JVM and its first clients on a busy machine; Lambda itself allows ten seconds outside of SnapStart. */
  private static final Duration START = Duration.ofSeconds(45);

  /** What Lambda keeps of a function's memory for everything that is not heap. */
  private static final double HEAP = 0.8;

  private final FunctionSpec spec;
  private final RuntimeApi api;
  private final Process process;
  private boolean fresh = true;

  /**
   * What all containers of an account share.
   *
   * @param jar the deployed jar
   * @param endpoint the account's front
   * @param start how Lambda starts them, as {@code AWS_LAMBDA_INITIALIZATION_TYPE} says it
   * @param before what each JVM's command begins with, for example to bind it to a processor
   * @param flags of each JVM, for example the agent of {@link AgentJar}
   * @param logs folder for what they write to standard output
   */
  record Machine(Path jar, URI endpoint, String region, String start, List<String> before, List<String> flags, Path logs) {}

  private FunctionProcess(FunctionSpec spec, RuntimeApi api, Process process) {
    this.spec = spec;
    this.api = api;
    this.process = process;
  }

  /**
   * Starts the container; it asks for its first event when it is ready.
   *
   * @throws LabException when the JVM cannot be started
   */
  static FunctionProcess start(FunctionSpec spec, Machine machine) {
    RuntimeApi api = new RuntimeApi(spec.arn(), accessKey(spec));
    ProcessBuilder builder = new ProcessBuilder(command(spec, machine)).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(machine.logs().resolve(spec.name() + ".log").toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment(spec, machine, api));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new FunctionProcess(spec, api, process);
    } catch (IOException e) {
      api.close();
      throw new LabException("The function " + spec.name() + " could not be started: " + e.getMessage(), e);
    }
  }

  /** The key that this function alone signs with, so that the front can tell who asked. */
  static String accessKey(FunctionSpec spec) {
    return "ASIA" + spec.name().toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }

  private static List<String> command(FunctionSpec spec, Machine machine) {
    String classPath =
        Stream.concat(Stream.of(machine.jar()), RuntimeClient.jars().stream()).map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(machine.before());
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(machine.flags());
    // Sharing of the JDK's own classes is on by default; said aloud it forbids an AOT cache.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "-Xmx" + Math.round(spec.memoryMb() * HEAP) + "m"));
    // As Lambda's own command line has it: through this a function's hooks before a snapshot are found.
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    command.addAll(spec.flags());
    command.addAll(List.of("-cp", classPath, RuntimeClient.MAIN, spec.handler()));
    return command;
  }

  private static Map<String, String> environment(FunctionSpec spec, Machine machine, RuntimeApi api) {
    Map<String, String> environment = new java.util.HashMap<>(spec.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", api.hostAndPort());
    environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", machine.start());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMb()));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "lab");
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
    environment.put("AWS_REGION", machine.region());
    environment.put("AWS_ENDPOINT_URL", machine.endpoint().toString());
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", api.credentials().toString());
    environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", api.credentialsToken());
    environment.put("TZ", ":UTC");
    return environment;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The processor's time that it took so far. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The most memory that it had resident so far, in bytes (proc(5), {@code VmHWM}); 0 where the machine does not tell. */
  long mostResident() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst().orElse(0);
    } catch (IOException unreadable) {
      return 0;
    }
  }

  /** Runs one event to its end; a function that takes too long or ends is failed, as by Lambda, and its container is gone. */
  Invoked invoke(byte[] payload) {
    Duration allowed = fresh ? spec.timeout().plus(START) : spec.timeout();
    fresh = false;
    try {
      CompletableFuture<Invoked> ended = process.onExit().thenApply(gone -> exited(gone.exitValue()));
      CompletableFuture<Object> first = CompletableFuture.anyOf(api.invoke(payload, allowed), api.broken(), ended);
      return (Invoked) first.get(allowed.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      close();
      return error("Sandbox.Timedout", "Task timed out after " + spec.timeout().toSeconds() + " seconds");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
      return error("Runtime.ExitError", "Runtime exited: interrupted");
    }
  }

  private static Invoked exited(int status) {
    return error("Runtime.ExitError", "Runtime exited with error: exit status " + status);
  }

  private static Invoked error(String type, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("errorType", type);
    error.addProperty("errorMessage", message);
    return Invoked.failed(error.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Ends as a container does that is told to: what the JVM writes at its end is written. False where it was not done in time. */
  boolean end(Duration within) {
    process.destroy();
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    api.close();
  }
}
