package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The templates as texts: the same every time, without a finding of cfn-lint, and one of them on file. */
final class SynthesisTest {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Path SNAPSHOT = Path.of("src", "test", "resources", "alarms-orders-db.template.json");

  @Test
  void thereIsOneTemplateAStack() {
    assertThat(Templates.all().keySet())
        .containsExactly(
            "aurora-responder", "aurora-responder-alarms-billing-db", "aurora-responder-alarms-demo-db", "aurora-responder-alarms-fleet",
            "aurora-responder-alarms-orders-db", "aurora-responder-cluster", "aurora-responder-cluster-members", "aurora-responder-data",
            "aurora-responder-operators");
  }

  @Test
  void theSameSourcesGiveTheSameTemplates() {
    Map<String, JsonObject> first = Templates.all();

    Templates.synthesize(Path.of("target", "synth-again"), false);

    for (String stack : first.keySet()) {
      Path again = Path.of("target", "synth-again", stack + ".template.json");
      assertThat(again).as(stack).hasSameTextualContentAs(Templates.folder().resolve(stack + ".template.json"));
    }
  }

  /** Run with {@code -Dsnapshot.write=true} to accept a change. */
  @Test
  void theAlarmsTemplateIsTheOneOnFile() throws IOException {
    String now = GSON.toJson(withoutVersions(Templates.named(Templates.ALARMS))) + "\n";
    if (Boolean.getBoolean("snapshot.write")) {
      Files.writeString(SNAPSHOT, now);
    }

    assertThat(now).isEqualTo(Files.readString(SNAPSHOT));
  }

  /**
   * EC2 takes fewer signs than CloudFormation's checks know of, and refuses the rest when it is too late (CreateSecurityGroup, IpRange).
   */
  @Test
  void securityGroupsAreDescribedInTheSignsThatEc2Takes() {
    Pattern allowed = Pattern.compile("[a-zA-Z0-9. _:/()#,@\\[\\]+=&;{}!$*-]{1,255}");
    List<String> descriptions = new ArrayList<>();
    for (String stack : Templates.all().keySet()) {
      for (String type : List.of("AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress")) {
        Templates.resources(stack, type).values().forEach(group -> collectDescriptions(Templates.properties(group), descriptions));
      }
    }

    assertThat(descriptions).hasSizeGreaterThan(5).allMatch(text -> allowed.matcher(text).matches());
  }

  private static void collectDescriptions(JsonElement value, List<String> found) {
    if (value instanceof JsonArray array) {
      array.forEach(item -> collectDescriptions(item, found));
    } else if (value instanceof JsonObject object) {
      object.entrySet().forEach(entry -> {
        boolean text = entry.getValue().isJsonPrimitive() && entry.getKey().endsWith("Description");
        if (text) {
          found.add(entry.getValue().getAsString());
        }
        collectDescriptions(entry.getValue(), found);
      });
    }
  }

  @Test
  void cfnLintFindsNothing() throws IOException, InterruptedException {
    boolean there = Templates.installed("cfn-lint", "--version");
    if (!there) {
      System.err.println("skipped: cfn-lint is not installed");
    }
    Assumptions.assumeTrue(there, "cfn-lint is not installed");
    List<String> command = new ArrayList<>(List.of("cfn-lint", "--template"));
    Templates.all().keySet().forEach(stack -> command.add(Templates.folder().resolve(stack + ".template.json").toString()));
    command.add(Path.of("..", "template.yaml").toString());

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  /** What changes with the CDK's version and not with the deployment. */
  private static JsonObject withoutVersions(JsonObject template) {
    JsonObject copy = template.deepCopy();
    copy.remove("Parameters");
    copy.remove("Rules");
    return copy;
  }
}
