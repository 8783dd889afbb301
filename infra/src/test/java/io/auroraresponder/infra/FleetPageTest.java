package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The page about many accounts, followed to the letter: each deployment is synthesized, each command of AWS read by its client. */
class FleetPageTest {
  private static final Path PAGE = Path.of("..", "docs", "operations", "multi-account.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern DEPLOYMENT = Pattern.compile("npx aws-cdk@\\S+ deploy ([^\\n]*)");
  private static final Pattern SETTING = Pattern.compile("-c (?:'([^']*)'|(\\S+))");
  private static final Pattern STACK = Pattern.compile("'?(aurora-responder[a-z*-]*)'?(?= |$)");

  private static List<MatchResult> blocks() throws IOException {
    return BLOCK.matcher(Files.readString(PAGE)).results().toList();
  }

  /** As a shell would read them. */
  private static String oneLine(String block) {
    return block.replaceAll("\\\\\\n\\s*", "");
  }

  @Test
  void everyDeploymentMakesTheStacksThatItNames() throws IOException {
    List<String> deployments = blocks().stream().map(block -> oneLine(block.group(2)))
        .flatMap(block -> DEPLOYMENT.matcher(block).results().map(found -> found.group(1))).toList();

    assertThat(deployments).hasSizeGreaterThanOrEqualTo(3);
    for (int i = 0; i < deployments.size(); i++) {
      Map<String, Object> settings = new HashMap<>();
      SETTING.matcher(deployments.get(i)).results().map(found -> found.group(1) == null ? found.group(2) : found.group(1))
          .forEach(setting -> settings.put(setting.substring(0, setting.indexOf('=')), value(setting)));
      settings.put("probes", places());
      var unused = Templates.folder();
      Path folder = Templates.synthesize(Path.of("target", "synth-page-" + i), false, settings);
      List<String> stacks = STACK.matcher(deployments.get(i)).results().map(found -> found.group(1)).toList();

      assertThat(stacks).as(deployments.get(i)).contains("aurora-responder");
      try (var files = Files.list(folder)) {
        List<String> made = files.map(file -> file.getFileName().toString()).toList();
        assertThat(stacks).allSatisfy(stack -> assertThat(made)
            .anyMatch(name -> name.matches(stack.replace("*", ".*") + "\\.template\\.json")));
      }
    }
  }

  /** A list or an object is JSON, as the settings' table says; anything else a text. */
  private static Object value(String setting) {
    String text = setting.substring(setting.indexOf('=') + 1);
    return text.startsWith("[") || text.startsWith("{") ? new Gson().fromJson(text, Object.class) : text;
  }

  /** One more than the responder's own stack takes. */
  private static List<Object> places() {
    List<Object> places = new ArrayList<>();
    for (int i = 0; i <= ProbesStack.BESIDE; i++) {
      places.add(Map.of("vpc", "vpc-%017x".formatted(i), "subnets", List.of("subnet-%017x".formatted(i)), "databaseSecurityGroups",
          List.of("sg-%017x".formatted(i)), "clusters", List.of("cluster-ABCDEFGHIJKLMNOPQRST%06d".formatted(i))));
    }
    return places;
  }

  /** In a shell whose client checks each command with all it was given, and then finds nobody to send it to. */
  @Test
  void everyCommandOfAwsIsOneThatItsClientReads() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Templates.installed("aws", "--version"), "the AWS CLI is not installed");
    Path folder = Files.createTempDirectory("fleet-page");
    StringBuilder script = new StringBuilder("""
        set -eu
        export AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_CONFIG_FILE=$PWD/config AWS_SHARED_CREDENTIALS_FILE=/dev/null
        printf '[profile shop-prod]\\nregion=eu-west-1\\naws_access_key_id=a\\naws_secret_access_key=b\\n' > config
        export AWS_MAX_ATTEMPTS=1
        aws() { said=$(command aws "$@" --endpoint-url http://127.0.0.1:9 2>&1) || true
          case $said in *'Could not connect'*) echo read ;; *) echo "$* -> $said"; exit 1 ;; esac; }
        """);
    for (MatchResult block : blocks()) {
      if (block.group(1).equals("json")) {
        Files.writeString(folder.resolve("queue.json"), block.group(2), StandardCharsets.UTF_8);
      } else if (Pattern.compile("^\\s*aws ", Pattern.MULTILINE).matcher(block.group(2)).find()) {
        script.append(block.group(2)).append('\n');
      }
    }
    Process shell = new ProcessBuilder("bash", "-c", script.toString()).directory(folder.toFile()).redirectErrorStream(true).start();
    shell.getOutputStream().close();
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(shell.exitValue()).as(said).isZero();
    assertThat(said.lines().filter("read"::equals)).hasSizeGreaterThanOrEqualTo(10);
  }
}
