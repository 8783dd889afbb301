package io.auroraresponder.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.observation.ServiceCall;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed: small, with every operation that the functions declare and no other, and nothing missing. */
final class DeployedJarTest {
  private static final Path JAR = Path.of("..", "functions", "target", "functions-deploy.jar");
  private static final Pattern OF_A_SERVICE = Pattern.compile("software/amazon/awssdk/services/(\\w+)/.+\\.class");
  private static final Pattern CLIENT = Pattern.compile("software/amazon/awssdk/services/(\\w+)/\\w+Client\\.class");
  private static final int MEGABYTE = 1_000_000;

  /**
   * What the SDK's clients may call by themselves: endpoint discovery, directory buckets, a bucket in another region. None of it is
   * configured.
   */
  private static final Set<String> THE_SDKS_OWN = Set.of("dynamodb:describeEndpoints", "s3:createSession", "s3:headBucket");

  private static List<String> entries = List.of();
  private static long unzipped;
  private static URLClassLoader loader = new URLClassLoader(new URL[0]);

  @BeforeAll
  static void open() throws IOException {
    if (!Files.isRegularFile(JAR)) {
      System.out.println("skipped: DeployedJarTest needs " + JAR + ", which mvn package makes");
    }
    Assumptions.assumeTrue(Files.isRegularFile(JAR));
    try (JarFile jar = new JarFile(JAR.toFile())) {
      entries = jar.stream().map(JarEntry::getName).toList();
      unzipped = jar.stream().mapToLong(JarEntry::getSize).sum();
    }
    // Nothing but the jar and the JDK; Lambda brings the handler's interface along, which is in the jar as well.
    loader = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  @Test
  void isSmall() throws IOException {
    assertThat(Files.size(JAR)).as("bytes zipped").isLessThanOrEqualTo(20 * MEGABYTE);
    assertThat(unzipped).as("bytes unzipped").isLessThanOrEqualTo(60 * MEGABYTE);
  }

  @Test
  void itsClientsHaveTheOperationsThatAreDeclaredAndNoOthers() throws ClassNotFoundException {
    Set<String> operations = new TreeSet<>();
    for (String entry : entries) {
      Matcher client = CLIENT.matcher(entry);
      if (client.matches() && type(entry).isInterface()) {
        Arrays.stream(type(entry).getMethods()).filter(DeployedJarTest::isOperation)
            .forEach(operation -> operations.add(client.group(1) + ":" + operation.getName()));
      }
    }
    operations.removeAll(THE_SDKS_OWN);

    assertThat(operations).isEqualTo(
        Arrays.stream(DeployedFunction.values()).flatMap(function -> function.calls().stream()).map(DeployedJarTest::method)
            .filter(method -> !method.startsWith("rds-db:"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static boolean isOperation(Method method) {
    return Arrays.stream(method.getParameterTypes()).anyMatch(type -> type.getName().endsWith("Request"));
  }

  /** The SDK's name of an action: EC2's {@code ec2:DescribeSubnets} is {@code describeSubnets} of the client. */
  private static String method(ServiceCall call) {
    if (call == ServiceCall.FUNCTION_INVOKE) {
      return "lambda:invoke";
    }
    // IAM's name of EventBridge is events.
    String action = call.action().replaceFirst("^events:", "eventbridge:");
    int colon = action.indexOf(':');
    return action.substring(0, colon + 1) + Character.toLowerCase(action.charAt(colon + 1)) + action.substring(colon + 2);
  }

  @Test
  void everyClassOfItsServicesCanBeInitialised() throws ClassNotFoundException {
    List<String> services = entries.stream().filter(entry -> OF_A_SERVICE.matcher(entry).matches()).toList();

    assertThat(services).hasSizeGreaterThan(1000);
    for (String entry : services) {
      assertThat(Class.forName(type(entry).getName(), true, loader).getDeclaredMethods()).as(entry).isNotNull();
    }
  }

  @Test
  void everyHandlerIsInIt() throws ClassNotFoundException {
    for (DeployedFunction function : DeployedFunction.values()) {
      assertThat(Class.forName(function.handler(), true, loader).getClassLoader()).isSameAs(loader);
    }
  }

  private static Class<?> type(String entry) throws ClassNotFoundException {
    return Class.forName(entry.replace(".class", "").replace('/', '.'), false, loader);
  }
}
