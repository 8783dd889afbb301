package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.lambda.DeployedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** {@code template.yaml}, for {@code sam local invoke}, against what is deployed. */
final class SamTemplateTest {
  private static final Path FILE = Path.of("..", "template.yaml");

  @Test
  void everyFunctionStandsInItOnceWithNameHandlerTimeoutAndMemory() throws IOException {
    Map<?, ?> resources = section(template(), "Resources");

    assertThat(resources).hasSize(DeployedFunction.values().length);
    for (DeployedFunction function : DeployedFunction.values()) {
      Map<?, ?> resource = section(resources, simpleName(function));
      Map<?, ?> properties = section(resource, "Properties");
      assertThat(properties.get("FunctionName")).isEqualTo("aurora-responder-" + function.id());
      assertThat(properties.get("Handler")).isEqualTo(function.handler());
      assertThat(properties.get("Timeout")).isEqualTo((int) function.timeout().toSeconds());
      assertThat(properties.get("MemorySize")).isEqualTo(function.memoryMb());
      assertThat(properties.get("Description")).isEqualTo(function.description());
      assertThat(section(resource, "Metadata").get("SkipBuild")).isEqualTo(true);
    }
  }

  @Test
  void everyFunctionHasTheVariablesThatItNeeds() throws IOException {
    for (DeployedFunction function : DeployedFunction.values()) {
      Map<?, ?> properties = section(section(section(template(), "Resources"), simpleName(function)), "Properties");
      Set<String> variables = new HashSet<>();
      if (properties.containsKey("Environment")) {
        section(section(properties, "Environment"), "Variables").keySet().forEach(name -> variables.add(String.valueOf(name)));
      }
      List<String> needed = function.environment().stream().filter(name -> !FunctionEnvironment.mayBeMissing(name)).toList();
      assertThat(variables).as(function.id()).containsExactlyInAnyOrderElementsOf(needed);
    }
  }

  /** Else the functions would answer every documented command that the event is of another account. */
  @Test
  void theAccountIsTheOneOfTheSampleEvents() throws IOException {
    assertThat(section(section(template(), "Parameters"), "Account").get("Default")).isEqualTo("111122223333");
    assertThat(Files.readString(FILE)).doesNotContain("AWS::AccountId");
  }

  @Test
  void runtimeAndJarAreTheDeployedOnes() throws IOException {
    Map<?, ?> globals = section(section(template(), "Globals"), "Function");

    assertThat(globals.get("Runtime")).isEqualTo("java25");
    assertThat(globals.get("Architectures")).isEqualTo(List.of("arm64"));
    assertThat(globals.get("CodeUri")).isEqualTo(DeploymentSettings.read(Context.of(Map.of())).artifact());
    assertThat(globals.get("AutoPublishAlias")).isEqualTo(ResponderFunction.ALIAS);
  }

  @Test
  void everyFunctionHasItsCommandWithASampleThatExists() throws IOException {
    String text = Files.readString(FILE);
    List<String> commands = new ArrayList<>(text.lines().filter(line -> line.startsWith("#   sam local invoke ")).toList());

    assertThat(commands).hasSize(DeployedFunction.values().length);
    for (DeployedFunction function : DeployedFunction.values()) {
      Optional<String> command = commands.stream().filter(line -> line.contains(" " + simpleName(function) + " ")).findFirst();
      assertThat(command).as(function.id()).isPresent();
      assertThat(command.get()).as("the sample events are of that region").contains(" --region eu-west-1 ");
      String sample = command.get().replaceAll(".*--event ", "");
      assertThat(Files.exists(Path.of("..", sample))).as(sample).isTrue();
      function.runbook().ifPresent(runbook -> assertThat(new RoutingOracle().atHome(read(sample))).as(sample).contains(runbook));
    }
  }

  private static String simpleName(DeployedFunction function) {
    return function.handler().substring(function.handler().lastIndexOf('.') + 1);
  }

  private static String read(String sample) {
    try {
      return Files.readString(Path.of("..", sample));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<?, ?> template() throws IOException {
    LoadSettings settings = LoadSettings.builder().setSchema(new WithReferences()).build();
    if (new Load(settings).loadFromString(Files.readString(FILE)) instanceof Map<?, ?> template) {
      return template;
    }
    throw new AssertionError("template.yaml is no object");
  }

  private static Map<?, ?> section(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Map<?, ?> inner) {
      return inner;
    }
    throw new AssertionError("template.yaml has no " + key);
  }

  /** YAML with CloudFormation's short form {@code !Ref}, read as the name that it refers to. */
  private static final class WithReferences extends CoreSchema {
    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
      Map<Tag, ConstructNode> all = new HashMap<>(super.getSchemaTagConstructors());
      all.put(new Tag("!Ref"), WithReferences::name);
      return all;
    }

    private static Object name(Node node) {
      return "ref " + ((ScalarNode) node).getValue();
    }
  }
}
