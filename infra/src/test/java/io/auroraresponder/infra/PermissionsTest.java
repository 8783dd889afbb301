package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.observation.ServiceCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The synthesized policies against what the functions declare, both ways. */
final class PermissionsTest {
  @ParameterizedTest
  @EnumSource(DeployedFunction.class)
  void aFunctionMayDoWhatItDeclaresAndNothingElse(DeployedFunction function) {
    for (JsonObject role : roles(function)) {
      Set<String> allowed = new TreeSet<>();
      statements(role).stream().filter(PermissionsTest::allows).forEach(statement -> allowed.addAll(texts(statement.get("Action"))));
      allowed.removeAll(Permissions.OF_THE_SERVICE);
      if (function == DeployedFunction.PROBE) {
        allowed.removeAll(Permissions.ATTACHMENT);
      }

      assertThat(allowed).containsExactlyInAnyOrderElementsOf(Permissions.actions(function));
    }
  }

  @Test
  void noActionIsAWildcard() {
    for (JsonObject role : roles()) {
      for (JsonObject statement : statements(role)) {
        assertThat(texts(statement.get("Action"))).isNotEmpty().noneMatch(action -> action.contains("*"));
      }
    }
  }

  @Test
  void aWildcardStandsAloneOnlyForActionsThatHaveNoResource() {
    for (JsonObject role : roles()) {
      for (JsonObject statement : statements(role)) {
        if (allows(statement) && texts(statement.get("Resource")).contains("*")) {
          List<String> reasoned = new ArrayList<>(Permissions.WITHOUT_RESOURCE.keySet());
          reasoned.addAll(Permissions.ATTACHMENT);
          assertThat(reasoned).containsAll(texts(statement.get("Action")));
        }
      }
    }
  }

  @Test
  void everyReasonForAWildcardIsNeeded() {
    Set<String> used = new TreeSet<>();
    for (DeployedFunction function : DeployedFunction.values()) {
      used.addAll(Permissions.actions(function));
    }

    assertThat(used).containsAll(Permissions.WITHOUT_RESOURCE.keySet());
  }

  @Test
  void onlyRemediationChangesClustersAndOnlyThoseThatAllowIt() {
    for (DeployedFunction function : DeployedFunction.values()) {
      assertThat(function.calls().contains(ServiceCall.RDS_MODIFY_CLUSTER)).as(function.id())
          .isEqualTo(function == DeployedFunction.REMEDIATION);
    }
    JsonObject statement = onlyStatement(DeployedFunction.REMEDIATION, "rds:ModifyDBCluster");

    JsonObject condition = statement.getAsJsonObject("Condition");
    assertThat(condition.keySet()).containsExactlyInAnyOrder("ArnEquals", "StringEqualsIgnoreCase");
    assertThat(condition.get("StringEqualsIgnoreCase").toString())
        .isEqualTo("{\"aws:ResourceTag/aurora-responder:mode\":[\"propose\",\"act\"]}");
    assertThat(condition.get("ArnEquals").toString()).contains("lambda:SourceFunctionArn").contains("-remediation\"");
    assertThat(statement.get("Resource").toString()).contains(":rds:").contains(":cluster:*").doesNotContain("\"*\"");
  }

  @Test
  void theLedgerIsWrittenByPartition() {
    for (DeployedFunction function : DeployedFunction.values()) {
      if (!function.calls().contains(ServiceCall.LEDGER_PUT)) {
        continue;
      }
      String condition = onlyStatement(function, "dynamodb:PutItem").get("Condition").toString();
      boolean acts = function == DeployedFunction.REMEDIATION;
      assertThat(condition).as(function.id()).contains("dynamodb:LeadingKeys").contains("\"Null\":{\"dynamodb:LeadingKeys\":\"false\"}");
      assertThat(condition.contains("HEAD")).as(function.id()).isEqualTo(acts);
      assertThat(condition).as(function.id()).doesNotContain("CONTROL", "STOP", "RUN");
      assertThat(condition.contains("INCIDENT#*")).as(function.id()).isEqualTo(function.runbook().isPresent());
    }
  }

  /** It holds secrets of Slack and pager, so it sees incident, head, chain and what it told, and of what people say the silences. */
  @Test
  void theFunctionThatTellsReadsWhatItTellsAndNothingElse() {
    JsonObject get = onlyStatement(DeployedFunction.NOTIFICATION, "dynamodb:GetItem");
    JsonObject scan = onlyStatement(DeployedFunction.NOTIFICATION, "dynamodb:Scan");

    assertThat(get.get("Condition").toString()).isEqualTo("{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":"
        + "[\"NOTICE#*\",\"INCIDENT#*\",\"HEAD\",\"CHAIN#*\"]},\"Null\":{\"dynamodb:LeadingKeys\":\"false\"}}");
    assertThat(texts(get.get("Resource"))).singleElement().asString().contains("-ledger");
    assertThat(scan.get("Condition").toString()).isEqualTo("{\"ForAllValues:StringEquals\":{\"dynamodb:Attributes\":"
        + "[\"cluster\",\"kind\",\"pk\",\"sk\",\"until\",\"why\"]},\"StringEquals\":{\"dynamodb:Select\":\"SPECIFIC_ATTRIBUTES\"},"
        + "\"Null\":{\"dynamodb:Attributes\":\"false\"}}");
  }

  @Test
  void theProbesOwnCodeMayOnlyLogIn() {
    assertThat(Permissions.actions(DeployedFunction.PROBE)).containsExactly("rds-db:connect");
    for (JsonObject role : roles(DeployedFunction.PROBE)) {
      JsonObject denied =
          statements(role).stream().filter(statement -> !allows(statement) && !texts(statement.get("Action")).contains("sqs:SendMessage"))
              .findFirst().orElseThrow();
      assertThat(texts(denied.get("Action"))).containsExactlyElementsOf(Permissions.ATTACHMENT);
      assertThat(denied.get("Condition").toString()).contains("lambda:SourceFunctionArn");
      assertThat(role.toString()).contains(":dbuser:").contains("/aurora_responder").doesNotContain("dbuser:*");
    }
  }

  /** Lambda's own delivery of a failed event carries no source function, so only a denial may ask for one. */
  @Test
  void noFunctionsCodeCanPutAnythingIntoTheQueueOfFailures() {
    for (JsonObject role : roles()) {
      List<JsonObject> sending =
          statements(role).stream().filter(statement -> texts(statement.get("Action")).contains("sqs:SendMessage")).toList();

      assertThat(sending).hasSize(2);
      assertThat(allows(sending.getFirst())).isTrue();
      assertThat(sending.getFirst().has("Condition")).isFalse();
      assertThat(allows(sending.getLast())).isFalse();
      assertThat(texts(sending.getLast().get("Resource"))).containsExactly("*");
      assertThat(sending.getLast().get("Condition").toString()).isEqualTo("{\"Null\":{\"lambda:SourceFunctionArn\":\"false\"}}");
    }
  }

  @Test
  void everyRoleTrustsLambdaOnBehalfOfThisAccountAlone() {
    for (JsonObject role : roles()) {
      JsonArray trusting = Templates.properties(role).getAsJsonObject("AssumeRolePolicyDocument").getAsJsonArray("Statement");

      assertThat(trusting).hasSize(1);
      assertThat(trusting.get(0).getAsJsonObject().get("Principal").toString()).isEqualTo("{\"Service\":\"lambda.amazonaws.com\"}");
      assertThat(trusting.get(0).getAsJsonObject().get("Condition").toString())
          .isEqualTo("{\"StringEquals\":{\"aws:SourceAccount\":{\"Ref\":\"AWS::AccountId\"}}}");
    }
  }

  @Test
  void aFunctionWritesItsOwnReportsOrThePagesAndNothingElse() {
    for (DeployedFunction function : DeployedFunction.values()) {
      if (!function.calls().contains(ServiceCall.REPORT_PUT)) {
        continue;
      }
      List<String> reports = texts(onlyStatement(function, "s3:PutObject").get("Resource"));

      assertThat(reports).hasSize(1);
      String own = function.runbook().map(runbook -> "/reports/" + runbook + "/*").orElse("/pages/*");
      assertThat(reports.getFirst()).contains(own).contains("Reports");
    }
  }

  /** People alone say stop, run, yes and no: no function's role names their table in anything that writes, but one what Slack signed. */
  @Test
  void noFunctionWritesWhatPeopleSay() {
    List<JsonObject> roles = new ArrayList<>(roles());
    roles.removeAll(roles(DeployedFunction.APPROVAL));
    for (JsonObject role : roles) {
      for (JsonObject statement : statements(role)) {
        boolean writes = texts(statement.get("Action")).stream()
            .anyMatch(action -> action.matches("dynamodb:(Put|Update|Delete|Batch|Transact).*"));
        assertThat(writes && statement.get("Resource").toString().contains("-operators")).isFalse();
      }
    }
  }

  @Test
  void theFunctionThatTakesAnswersPutsThemUnderSlackReadsItsSecretAndMayDoNothingElse() {
    JsonObject role = roles(DeployedFunction.APPROVAL).getFirst();
    Set<String> allowed = new TreeSet<>();
    statements(role).stream().filter(PermissionsTest::allows).forEach(statement -> allowed.addAll(texts(statement.get("Action"))));
    JsonObject put = onlyStatement(DeployedFunction.APPROVAL, "dynamodb:PutItem");
    JsonObject secret = onlyStatement(DeployedFunction.APPROVAL, "secretsmanager:GetSecretValue");

    allowed.removeAll(Permissions.OF_THE_SERVICE);
    assertThat(allowed).containsExactly("dynamodb:PutItem", "secretsmanager:GetSecretValue");
    assertThat(put.get("Condition").toString()).isEqualTo(
        "{\"ForAllValues:StringLike\":{\"dynamodb:LeadingKeys\":[\"SLACK#*\"]},\"Null\":{\"dynamodb:LeadingKeys\":\"false\"}}");
    assertThat(texts(put.get("Resource"))).singleElement().asString().contains("-operators");
    assertThat(texts(secret.get("Resource"))).singleElement().asString().contains("aurora-responder/slack-signing-??????");
    assertThat(onlyStatement(DeployedFunction.NOTIFICATION, "secretsmanager:GetSecretValue").toString()).doesNotContain("slack-signing");
  }

  /** The one role beside those of the functions: EventBridge's, for the central bus and this deployment's rule alone. */
  @Test
  void theCentralBusIsReachedByOneRoleOfOneRule() {
    List<JsonObject> others = new ArrayList<>(Templates.resources(Templates.RESPONDER, "AWS::IAM::Role").values());
    others.removeAll(roles());

    assertThat(others).hasSize(1);
    assertThat(statements(others.getFirst())).singleElement().satisfies(statement -> {
      assertThat(statement.get("Action").getAsString()).isEqualTo("events:PutEvents");
      assertThat(statement.get("Resource").getAsString()).isEqualTo("arn:aws:events:eu-west-1:444455556666:event-bus/fleet");
    });
    assertThat(Templates.properties(others.getFirst()).get("AssumeRolePolicyDocument").toString())
        .contains("rule/aurora-responder-central");
  }

  @Test
  void noRoleHasAPolicyOfAws() {
    assertThat(roles()).allSatisfy(role -> assertThat(Templates.properties(role).has("ManagedPolicyArns")).isFalse());
  }

  @Test
  void noPolicyStandsOutsideOfTheRoles() {
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::IAM::Policy")).isEmpty();
    assertThat(Templates.resources(Templates.RESPONDER, "AWS::IAM::ManagedPolicy")).isEmpty();
  }

  private static JsonObject onlyStatement(DeployedFunction function, String action) {
    return statements(roles(function).getFirst()).stream().filter(statement -> texts(statement.get("Action")).contains(action)).findFirst()
        .orElseThrow();
  }

  /** Of the functions. */
  private static List<JsonObject> roles() {
    List<JsonObject> all = new ArrayList<>();
    Stream.of(DeployedFunction.values()).forEach(function -> all.addAll(roles(function)));
    return all;
  }

  /** By the role that the deployed function names; the probe has one a VPC. */
  private static List<JsonObject> roles(DeployedFunction function) {
    Map<String, JsonObject> all = Templates.resources(Templates.RESPONDER, "AWS::IAM::Role");
    List<JsonObject> roles = new ArrayList<>();
    for (JsonObject one : Templates.resources(Templates.RESPONDER, "AWS::Lambda::Function").values()) {
      JsonObject properties = Templates.properties(one);
      if (properties.get("Handler").getAsString().equals(function.handler())) {
        roles.add(all.get(properties.getAsJsonObject("Role").getAsJsonArray("Fn::GetAtt").get(0).getAsString()));
      }
    }
    assertThat(roles).as("roles of " + function.id()).isNotEmpty();
    return roles;
  }

  private static List<JsonObject> statements(JsonObject role) {
    List<JsonObject> statements = new ArrayList<>();
    for (JsonElement policy : Templates.properties(role).getAsJsonArray("Policies")) {
      policy.getAsJsonObject().getAsJsonObject("PolicyDocument").getAsJsonArray("Statement")
          .forEach(one -> statements.add(one.getAsJsonObject()));
    }
    return statements;
  }

  private static boolean allows(JsonObject statement) {
    return statement.get("Effect").getAsString().equals("Allow");
  }

  private static List<String> texts(JsonElement value) {
    List<String> texts = new ArrayList<>();
    value.getAsJsonArray().forEach(one -> texts.add(one.isJsonPrimitive() ? one.getAsString() : one.toString()));
    return texts;
  }
}
