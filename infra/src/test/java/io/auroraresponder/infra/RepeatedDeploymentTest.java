package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.infra.CloudFormationEmulator.Failure;
import io.auroraresponder.infra.CloudFormationEmulator.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A first deployment that fails, at any resource of any stack: rolled back, it can be said again, and nothing of the first try is left. */
final class RepeatedDeploymentTest {
  /** As the CDK orders them: a stack after those that it imports from or depends on. */
  private static final List<String> ORDER =
      List.of(
          Templates.CLUSTER, Templates.MEMBERS, Templates.DATA, Templates.OPERATORS, Templates.RESPONDER, Templates.ALARMS,
          "aurora-responder-alarms-billing-db", "aurora-responder-alarms-demo-db", "aurora-responder-alarms-fleet");

  private static final String COMPLETE = "CREATE_COMPLETE";

  @Test
  void everyStackIsPlayed() {
    assertThat(ORDER).containsExactlyInAnyOrderElementsOf(Templates.all().keySet());
  }

  @Test
  void whateverIsRefusedTheSameCommandWorksAfterwards() {
    for (String stack : ORDER) {
      for (String resource : CloudFormationEmulator.order(Templates.named(stack))) {
        CloudFormationEmulator account = new CloudFormationEmulator();

        String first = deploy(account, Optional.of(new Failure(stack + "/" + resource, Moment.REFUSED)), false);
        List<String> left = account.orphans();
        account.pass(60);
        String second = deploy(account, Optional.empty(), false);

        assertThat(first).as(stack + " " + resource).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(left).as(stack + " " + resource).isEmpty();
        assertThat(second).as(stack + " " + resource).isEqualTo(COMPLETE);
        assertThat(account.orphans()).as(stack + " " + resource).isEmpty();
      }
    }
  }

  /** What is protected is the last of its stack; made and never ready, it stays, and the page on troubleshooting says what then. */
  @Test
  void whateverIsMadeAndNeverReadyIsTakenBackButForWhatIsProtected() {
    List<String> stayed = new ArrayList<>();
    for (String stack : ORDER) {
      List<String> resources = CloudFormationEmulator.order(Templates.named(stack));
      for (String resource : resources) {
        CloudFormationEmulator account = new CloudFormationEmulator();

        deploy(account, Optional.of(new Failure(stack + "/" + resource, Moment.NEVER_READY)), false);
        account.pass(60);
        String second = deploy(account, Optional.empty(), false);

        if (!second.equals(COMPLETE)) {
          stayed.add(Templates.named(stack).getAsJsonObject("Resources").getAsJsonObject(resource).get("Type").getAsString());
          account.turnProtectionOff("AWS::RDS::DBCluster");
          account.deleteFailed();
          assertThat(deploy(account, Optional.empty(), true)).as(stack + " " + resource).isEqualTo(COMPLETE);
        }
        assertThat(account.orphans()).as(stack + " " + resource).isEmpty();
      }
    }

    assertThat(stayed).containsExactly("AWS::RDS::DBCluster", "AWS::DynamoDB::Table", "AWS::DynamoDB::Table");
  }

  @Test
  void theResponderGoesAndComesBackToItsLedgerAndReports() {
    CloudFormationEmulator account = new CloudFormationEmulator();
    deploy(account, Optional.empty(), false);

    assertThat(account.delete(Templates.RESPONDER)).isEqualTo("DELETE_COMPLETE");
    assertThat(account.orphans()).as("ledger and reports stand in their stack").isEmpty();
    account.pass(60);

    assertThat(deploy(account, Optional.empty(), false)).isEqualTo(COMPLETE);
  }

  @Test
  void aLedgerWhoseStackIsGoneIsAdopted() {
    CloudFormationEmulator account = new CloudFormationEmulator();
    account.deploy(Templates.DATA, Templates.named(Templates.DATA), false, Optional.empty());

    assertThat(account.delete(Templates.DATA)).isEqualTo("DELETE_COMPLETE");
    assertThat(account.orphans()).contains("AWS::DynamoDB::Table", "AWS::S3::Bucket");

    assertThat(account.deploy(Templates.DATA, Templates.named(Templates.DATA), false, Optional.empty())).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(account.deploy(Templates.DATA, Templates.named(Templates.DATA), true, Optional.empty())).isEqualTo(COMPLETE);
    assertThat(account.orphans()).as("the reports of before, which have no name of ours").contains("AWS::S3::Bucket")
        .doesNotContain("AWS::DynamoDB::Table");
  }

  /** The status of the first stack that did not come about, or that all did. */
  private static String deploy(CloudFormationEmulator account, Optional<Failure> failure,
      boolean adopts) {
    for (String stack : ORDER) {
      Optional<Failure> here =
          failure.filter(one -> one.resource().startsWith(stack + "/"))
              .map(one -> new Failure(one.resource().substring(stack.length() + 1), one.moment()));
      String status = account.deploy(stack, Templates.named(stack), adopts, here);
      if (!status.equals(COMPLETE)) {
        return status;
      }
    }
    return COMPLETE;
  }
}
