package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people may say, under whose name, and who may say what. */
final class OperatorsStackTest {
  @Test
  void theTableIsProtectedAndKept() {
    JsonObject table = Templates.resources(Templates.OPERATORS, "AWS::DynamoDB::Table").values().iterator().next();

    assertThat(Templates.properties(table).get("TableName").getAsString()).isEqualTo("aurora-responder-operators");
    assertThat(Templates.properties(table).get("DeletionProtectionEnabled").getAsBoolean()).isTrue();
    assertThat(Templates.properties(table).get("KeySchema").toString())
        .isEqualTo("[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"},{\"AttributeName\":\"sk\",\"KeyType\":\"RANGE\"}]");
    assertThat(Templates.properties(table).toString()).contains("\"AttributeName\":\"ttl\"");
    assertThat(table.get("DeletionPolicy").getAsString()).isEqualTo("Retain");
  }

  /** Under the own user id, so that "by" is AWS's word; STOP is everybody's, RUN is not. */
  @Test
  void onCallSaysStopAndSpeaksForItselfAlone() {
    JsonObject put = putting("aurora-responder-on-call");

    assertThat(keys(put)).containsExactly("STOP", "${aws:userid}");
    assertThat(put.get("Resource").toString()).contains("table/aurora-responder-operators");
  }

  @Test
  void startingIsAPolicyOfItsOwn() {
    assertThat(keys(putting("aurora-responder-starting"))).containsExactly("RUN");
    assertThat(statements("aurora-responder-starting")).filteredOn(statement -> statement.get("Action").toString().contains("Put"))
        .hasSize(1);
    assertThat(statements("aurora-responder-starting")).allSatisfy(statement -> assertThat(statement.get("Action").toString())
        .containsAnyOf("PutItem", "GetItem", "DescribeTable").doesNotContain("rds:").doesNotContain("lambda:"));
  }

  /** A put without a key, a batch, an update or a deletion would get round the condition or unsay something. */
  @Test
  void nothingThatWasSaidIsChangedOrTakenBack() {
    for (String policy : List.of("aurora-responder-on-call", "aurora-responder-starting")) {
      for (JsonObject statement : statements(policy)) {
        assertThat(statement.get("Action").toString()).doesNotContain("Update").doesNotContain("Delete").doesNotContain("Batch")
            .doesNotContain("PartiQL").doesNotContain("*");
      }
      assertThat(putting(policy).getAsJsonObject("Condition").get("Null").toString()).isEqualTo("{\"dynamodb:LeadingKeys\":\"false\"}");
    }
  }

  @Test
  void onCallReadsAndWakesAndNeverReachesTheProbe() {
    String all = statements("aurora-responder-on-call").toString();

    assertThat(all).contains("function:aurora-responder-remediation:live").contains("function:aurora-responder-capacity:live")
        .contains("table/aurora-responder-ledger").contains("s3:GetObject").doesNotContain("probe");
  }

  @Test
  void theRoleIsTakenByTheNamedOnesAndMayDoWhatOnCallMay() {
    JsonObject role = Templates.properties(Templates.resources(Templates.OPERATORS, "AWS::IAM::Role").values().iterator().next());

    assertThat(role.get("AssumeRolePolicyDocument").toString()).contains("arn:aws:iam::444455556666:role/on-call").doesNotContain("\"*\"");
    assertThat(role.getAsJsonArray("ManagedPolicyArns")).hasSize(1);
    assertThat(role.get("ManagedPolicyArns").toString()).contains("OnCall");
  }

  private static JsonObject putting(String policy) {
    return statements(policy).stream().filter(one -> one.get("Action").toString().contains("dynamodb:PutItem")).findFirst().orElseThrow();
  }

  private static List<String> keys(JsonObject statement) {
    List<String> keys = new ArrayList<>();
    statement.getAsJsonObject("Condition").getAsJsonObject("ForAllValues:StringEquals").getAsJsonArray("dynamodb:LeadingKeys")
        .forEach(key -> keys.add(key.getAsString()));
    return keys;
  }

  private static List<JsonObject> statements(String policy) {
    List<JsonObject> all = new ArrayList<>();
    for (Map.Entry<String, JsonObject> one : Templates.resources(Templates.OPERATORS, "AWS::IAM::ManagedPolicy").entrySet()) {
      JsonObject properties = Templates.properties(one.getValue());
      if (properties.get("ManagedPolicyName").getAsString().equals(policy)) {
        for (JsonElement statement : properties.getAsJsonObject("PolicyDocument").getAsJsonArray("Statement")) {
          all.add(statement.getAsJsonObject());
        }
      }
    }
    assertThat(all).as(policy).isNotEmpty();
    return all;
  }
}
