package io.auroraresponder.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.observation.ServiceCall;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each function started in a JVM of its own: which of the SDK's services its classes come from, by the JVM's own log. */
final class LoadedClassesTest {
  private static final Pattern OF_A_SERVICE = Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\S+ source: .*");

  /** Exceptions that are caught are loaded with the class that catches them; a client is what takes the time. */
  private static final Pattern CLIENT = Pattern.compile("software\\.amazon\\.awssdk\\.services\\.(\\w+)\\.\\w+Client source: .*");

  @TempDir private Path folder;

  /**
   * What the log says of a start.
   *
   * @param clients the services whose client was loaded up to a self-check's answer
   * @param services those of which any class was loaded after one call of each
   */
  private record Start(Set<String> clients, Set<String> services) {}

  @ParameterizedTest
  @EnumSource
  void aClientIsBuiltForACallAndNoneOfAServiceThatTheFunctionDoesNotDeclare(DeployedFunction function) throws Exception {
    Start start = started(function);

    assertThat(start.clients()).as("clients loaded by the start and a self-check, which call nothing").isEmpty();
    assertThat(start.services()).as("services loaded after one call of each").isEqualTo(declared(function));
  }

  /** The SDK's names of the services that a function declares; RDS signs the probe's logins, IAM calls EventBridge events. */
  private static Set<String> declared(DeployedFunction function) {
    return function.calls().stream().map(ServiceCall::action).map(action -> action.substring(0, action.indexOf(':')))
        .map(service -> service.equals("rds-db") ? "rds" : service.equals("events") ? "eventbridge" : service)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Start started(DeployedFunction function) throws IOException, InterruptedException, URISyntaxException {
    Path log = folder.resolve("classes.log");
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:disable", "-Xlog:class+load:file=" + log + ":none"));
    command.addAll(List.of("-cp", classPath(), Starter.class.getName(), function.handler()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(DeployedFunctionTest.all());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the start ended").isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    List<String> lines = Files.readAllLines(log);
    return new Start(
        matching(CLIENT, lines.subList(0, indexOf(lines, Awake.class))),
        matching(OF_A_SERVICE, lines.subList(0, indexOf(lines, Played.class))));
  }

  private static int indexOf(List<String> lines, Class<?> mark) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(mark.getName() + " ")) {
        return i;
      }
    }
    throw new AssertionError("the log does not say that " + mark.getName() + " was loaded");
  }

  private static Set<String> matching(Pattern pattern, List<String> lines) {
    return lines.stream().map(pattern::matcher).filter(Matcher::matches).map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What these tests run on, also where their classes come from a loader of its own. */
  private static String classPath() throws URISyntaxException {
    if (LoadedClassesTest.class.getClassLoader() instanceof URLClassLoader loader) {
      List<String> entries = new ArrayList<>();
      for (URL url : loader.getURLs()) {
        entries.add(Path.of(new URI(url.toString())).toString());
      }
      return String.join(File.pathSeparator, entries);
    }
    return System.getProperty("java.class.path");
  }

  /** Starts a handler as Lambda does, and prepares it for a snapshot. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] handler) throws Exception {
      Rehearsed function = Class.forName(handler[0]).asSubclass(Rehearsed.class).getDeclaredConstructor().newInstance();
      function.rehearse();
      Awake.said();
      function.beforeCheckpoint(new NoContext());
      Played.said();
    }
  }

  /** Loaded when a self-check was answered. */
  static final class Awake {
    private Awake() {}

    static void said() {}
  }

  /** Loaded when one call of each service was played. */
  static final class Played {
    private Played() {}

    static void said() {}
  }

  /** A checkpoint's context, which nobody asks anything. */
  private static final class NoContext extends Context<Resource> {
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {}

    @Override
    public void afterRestore(Context<? extends Resource> context) {}

    @Override
    public void register(Resource resource) {}
  }
}
