package io.auroraresponder.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.WorldFile;
import io.auroraresponder.lab.postgres.LabException;
import io.auroraresponder.lab.wire.Functions;
import io.auroraresponder.lab.wire.WireFront;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("io.auroraresponder.lab.runtime.FunctionsHere#possible")
class FunctionHostTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30.123456789Z");
  private static final String NAME = "aurora-responder-clock";
  private static final String ARN = "arn:aws:lambda:eu-west-1:111122223333:function:" + NAME + ":live";

  @TempDir private static Path folder = Path.of(".");

  private static final SimulatedAccount ACCOUNT =
      new SimulatedAccount(
          WorldFile.parse("test.yaml", "clusters: {orders-db: {range: {min: 1, max: 2}, members: {orders-db-1: writer}}}\n"),
          SimulatedClock.standingAt(NOW));

  private static final WireFront FRONT = WireFront.of(ACCOUNT, Functions.none());
  private static final FunctionHost HOST = FunctionHost.of(jar(), FRONT.endpoint(), "eu-west-1");

  /** The test's function, with the libraries of this class path as a deployed jar would hold them. */
  private static Path jar() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    String jars =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar") && !entry.contains("aws-lambda-java"))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" "));
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, jars);
    String entry = ClockFunction.class.getName().replace('.', '/') + ".class";
    try {
      Path file = Files.createTempFile("function", ".jar");
      file.toFile().deleteOnExit();
      try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
          InputStream bytes = Objects.requireNonNull(ClockFunction.class.getClassLoader().getResourceAsStream(entry))) {
        jar.putNextEntry(new JarEntry(entry));
        bytes.transferTo(jar);
        jar.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void deploys() {
    HOST.deploy(spec(NAME, Duration.ofSeconds(20)));
    HOST.deploy(spec("short", Duration.ofSeconds(1)));
    HOST.deploy(spec("other", Duration.ofSeconds(20)));
    HOST.clock().stand(NOW);
  }

  private static FunctionSpec spec(String name, Duration timeout) {
    return new FunctionSpec(name, ARN, ClockFunction.class.getName(), timeout, 512, Map.of("OWN_VARIABLE", "x"), List.of());
  }

  @AfterAll
  static void closes() {
    HOST.close();
    FRONT.close();
  }

  private static String told(String function, String words) throws Functions.UnknownFunctionException {
    Functions.Invoked invoked = HOST.invoke(function, ("\"" + words + "\"").getBytes(StandardCharsets.UTF_8));
    return (invoked.error().isEmpty() ? "" : invoked.error() + ": ") + invoked.payload().asUtf8String();
  }

  @Test
  void showsTheTimeThatIsSetAndLetsItStand() throws Exception {
    String first = told(NAME, "time");
    String second = told(NAME, "time");
    HOST.clock().stand(NOW.plusSeconds(3_600));
    String later = told(NAME, "time");
    HOST.clock().stand(NOW);

    assertThat(first).isEqualTo("\"" + NOW + " " + NOW + " " + NOW.toEpochMilli() + "\"").isEqualTo(second);
    assertThat(later).contains("2026-11-24T11:15:30.123456789Z");
  }

  @Test
  void callsAFunctionsHooksAroundTheSnapshotAsLambdaDoes() throws Exception {
    assertThat(told("other", "snapshots")).isEqualTo("\"taken restored\"");
  }

  @Test
  void letsTimeRunOn() throws Exception {
    Instant year3000 = Instant.parse("2900-01-01T00:00:00Z");
    HOST.clock().run(year3000);
    String time = told(NAME, "time").replace("\"", "").split(" ", -1)[0];
    HOST.clock().stand(NOW);

    assertThat(Instant.parse(time)).isBetween(year3000, year3000.plusSeconds(60));
  }

  @Test
  void keepsDeadlinesInRealTime() throws Exception {
    assertThat(Long.parseLong(told("other", "left").replace("\"", ""))).isBetween(0L, 66_000L);
  }

  @Test
  void asksTheAccountWithCredentialsByUriAlone() throws Exception {
    String clusters = told(ARN, "clusters");
    String environment = told(NAME, "environment");

    assertThat(clusters).isEqualTo("\"orders-db\"");
    assertThat(FRONT.accessKeys()).contains(FunctionHost.accessKey(spec(NAME, Duration.ZERO)));
    assertThat(environment).contains("OWN_VARIABLE", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
        .doesNotContain("AWS_ACCESS_KEY_ID", "HOME", "PATH");
  }

  @Test
  void keepsItsContainerAndStartsAnotherWhenItIsGone() throws Exception {
    int before = Integer.parseInt(told("other", "count").replace("\"", ""));
    String failed = told("other", "fail");
    int after = Integer.parseInt(told("other", "count").replace("\"", ""));
    String exited = told("other", "exit");

    assertThat(after).isEqualTo(before + 2);
    assertThat(failed).startsWith("Unhandled: ").contains("as it was told", "IllegalStateException");
    assertThat(exited).startsWith("Unhandled: ").contains("Runtime.ExitError");
    assertThat(told("other", "count")).isEqualTo("\"1\"");
  }

  @Test
  void endsWhatTakesTooLong() throws Exception {
    assertThat(told("short", "count")).isEqualTo("\"1\"");
    assertThat(told("short", "sleep")).isEqualTo(
        "Unhandled: {\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"Task timed out after 1 seconds\"}");
  }

  @Test
  void knowsNoOtherFunction() {
    assertThatThrownBy(() -> told("nobody", "time")).isInstanceOf(Functions.UnknownFunctionException.class);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> FunctionHost.of(folder.resolve("none.jar"), FRONT.endpoint(), "eu-west-1"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("none.jar");
  }
}
