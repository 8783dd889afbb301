package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A hundred and twenty VPCs: what neither a stack nor an environment has room for stands in stacks of its own and is found by name. */
class ProbesStackTest {
  private static final int PROBES = 120;

  /** CloudFormation's quotas: resources of a stack, bytes of a template, outputs. Lambda's: bytes of an environment. IAM's: of policies. */
  private static final int MOST_RESOURCES = 500;
  private static final int MOST_BYTES = 1_000_000;
  private static final int MOST_OUTPUTS = 200;
  private static final int MOST_POLICY = 10_240;

  private static Map<String, JsonObject> templates = Map.of();

  @BeforeAll
  static void synthesized() {
    var unused = Templates.folder();
    List<Object> probes = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      probes.add(Map.of(
          "vpc", vpc(i), "subnets", List.of("subnet-%017x".formatted(i)), "databaseSecurityGroups", List.of("sg-%017x".formatted(i)),
          "clusters", List.of("cluster-ABCDEFGHIJKLMNOPQRST%06d".formatted(i))));
    }
    Path folder = Templates.synthesize(Path.of("target", "synth-probes"), false, Map.of("probes", probes));
    templates = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".template.json")).toList()) {
        assertThat(Files.size(file)).as(file.toString()).isLessThan(MOST_BYTES);
        templates.put(file.getFileName().toString().replace(".template.json", ""), Templates.read(file));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String vpc(int i) {
    return "vpc-%017x".formatted(i);
  }

  private static List<JsonObject> resources(String stack, String type) {
    return Optional.ofNullable(templates.get(stack)).orElseThrow().getAsJsonObject("Resources").entrySet().stream().map(Map.Entry::getValue)
        .map(JsonElement::getAsJsonObject)
        .filter(one -> one.get("Type").getAsString().equals(type)).map(Templates::properties).toList();
  }

  private static String variable(String function, String name) {
    return resources(Templates.RESPONDER, "AWS::Lambda::Function").stream()
        .filter(one -> one.get("FunctionName").getAsString().equals(function)).findFirst().orElseThrow()
        .getAsJsonObject("Environment").getAsJsonObject("Variables").get(name).toString();
  }

  @Test
  void everyStackKeepsTheQuotas() {
    templates.forEach((stack, template) -> {
      assertThat(template.getAsJsonObject("Resources").size()).as(stack).isLessThanOrEqualTo(MOST_RESOURCES);
      if (template.has("Outputs")) {
        assertThat(template.getAsJsonObject("Outputs").size()).as(stack).isLessThanOrEqualTo(MOST_OUTPUTS);
      }
      for (JsonObject role : resources(stack, "AWS::IAM::Role")) {
        assertThat(String.valueOf(role.get("Policies")).length()).as(stack).isLessThan(MOST_POLICY);
      }
    });
  }

  @Test
  void everyVpcHasItsProbeWithAGroupOfItsNameAndAlarms() {
    List<String> functions = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    List<String> alarms = new ArrayList<>();
    for (String stack : templates.keySet()) {
      resources(stack, "AWS::Lambda::Function").forEach(one -> functions.add(one.get("FunctionName").getAsString()));
      resources(stack, "AWS::EC2::SecurityGroup").stream().filter(one -> one.has("GroupName"))
          .forEach(one -> groups.add(one.get("GroupName").getAsString()));
      resources(stack, "AWS::CloudWatch::Alarm").forEach(one -> alarms.add(one.toString()));
    }
    assertThat(templates.keySet()).contains("aurora-responder-probes-2", "aurora-responder-probes-3", "aurora-responder-probes-4");
    for (int i = 0; i < PROBES; i++) {
      String name = "aurora-responder-probe-" + vpc(i);
      assertThat(functions).contains(name);
      assertThat(groups).contains(name);
      assertThat(alarms).filteredOn(alarm -> alarm.contains(name + "\"")).as(name).hasSizeGreaterThanOrEqualTo(2);
    }
    assertThat(functions).doesNotHaveDuplicates();
  }

  @Test
  void theFunctionsAreToldOfTheFirstAndFindTheOthersByName() {
    String functions = variable("aurora-responder-connectivity", "PROBE_FUNCTIONS");
    String source = variable("aurora-responder-connectivity", "PROBE_SOURCE");
    String woken = variable("aurora-responder-patrol", "FUNCTIONS");

    assertThat(functions).contains(vpc(0), vpc(ProbesStack.BESIDE - 1), "*=aurora-responder-probe-*:live", "probe-new:live,*\"")
        .doesNotContain(vpc(ProbesStack.BESIDE));
    assertThat(source).contains(vpc(0)).contains(",*=aurora-responder-probe-*").doesNotContain(vpc(ProbesStack.BESIDE));
    for (int i = 0; i < PROBES; i++) {
      assertThat(woken).contains(vpc(i));
    }
    assertThat(resources(Templates.RESPONDER, "AWS::IAM::Role").stream().map(role -> role.get("Policies").toString())
        .filter(policy -> policy.contains("function:aurora-responder-probe-*:live"))).isNotEmpty();
  }
}
