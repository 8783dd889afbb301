package io.auroraresponder.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;

/** The new cluster's template by intent. */
final class ClusterStackTest {
  @Test
  void theClusterIsServerlessEncryptedProtectedAndBackedUp() {
    JsonObject cluster = cluster();
    JsonObject properties = Templates.properties(cluster);

    assertThat(properties.get("ServerlessV2ScalingConfiguration").toString())
        .isEqualTo("{\"MaxCapacity\":4,\"MinCapacity\":0,\"SecondsUntilAutoPause\":900}");
    assertThat(properties.get("StorageEncrypted").getAsBoolean()).isTrue();
    assertThat(properties.get("KmsKeyId").toString()).contains("Key");
    assertThat(properties.get("EnableIAMDatabaseAuthentication").getAsBoolean()).isTrue();
    assertThat(properties.get("DeletionProtection").getAsBoolean()).isTrue();
    assertThat(properties.get("BackupRetentionPeriod").getAsInt()).isEqualTo(14);
    assertThat(properties.get("EnableCloudwatchLogsExports").toString()).contains("postgresql");
    assertThat(properties.get("DatabaseInsightsMode").getAsString()).isEqualTo("standard");
    assertThat(cluster.get("DeletionPolicy").getAsString()).isEqualTo("Snapshot");
  }

  /** Without a way into the VPC the Data API is the only one to the first login. */
  @Test
  void theLoginCanBeMadeFromALaptop() {
    String command = Templates.named(Templates.CLUSTER).getAsJsonObject("Outputs").getAsJsonObject("MakeLogin").get("Value").toString();

    assertThat(Templates.properties(cluster()).get("EnableHttpEndpoint").getAsBoolean()).isTrue();
    assertThat(command).contains("aws rds-data execute-statement").contains("CREATE ROLE aurora_responder LOGIN")
        .contains("GRANT rds_iam, pg_monitor TO aurora_responder").contains("pg_stat_statements");
  }

  @Test
  void windowsAndAuthorityAreTheOnesThatWereAskedFor() {
    assertThat(Templates.properties(cluster()).get("PreferredBackupWindow").getAsString()).isEqualTo("03:00-03:30");
    assertThat(Templates.properties(cluster()).has("PreferredMaintenanceWindow")).as("AWS's choice").isFalse();
    assertThat(Templates.resources(Templates.MEMBERS, "AWS::RDS::DBInstance").values())
        .allSatisfy(member -> assertThat(Templates.properties(member).get("CACertificateIdentifier").getAsString())
            .isEqualTo("rds-ca-ecc384-g1"));
  }

  @Test
  void rdsKeepsAndRotatesTheMasterSecret() {
    JsonObject properties = Templates.properties(cluster());

    assertThat(properties.get("ManageMasterUserPassword").getAsBoolean()).isTrue();
    assertThat(properties.has("MasterUserPassword")).isFalse();
  }

  @Test
  void theDefaultVersionIsOneThatTheCdkKnowsAndThatMayPause() throws ReflectiveOperationException {
    String version = Templates.properties(cluster()).get("EngineVersion").getAsString();

    assertThat(AuroraPostgresEngineVersion.class.getField("VER_" + version.replace('.', '_'))).isNotNull();
    assertThat(Templates.properties(one("AWS::RDS::DBClusterParameterGroup")).get("Family").getAsString())
        .isEqualTo("aurora-postgresql" + version.replaceAll("\\..*", ""));
  }

  @Test
  void everyLogHasAnEnd() {
    assertThat(Templates.resources(Templates.CLUSTER, "AWS::Logs::LogGroup").values())
        .hasSize(2)
        .allSatisfy(log -> assertThat(Templates.properties(log).get("RetentionInDays").getAsInt()).isEqualTo(90));
  }

  /** What outlives the stack is what the operator's page says. */
  @Test
  void onlyTheKeyAndTheDatabasesLogAreKeptBesideTheSnapshot() {
    List<String> kept = new ArrayList<>();
    Templates.named(Templates.CLUSTER).getAsJsonObject("Resources").entrySet().stream()
        .filter(entry -> entry.getValue().toString().contains("\"DeletionPolicy\":\"Retain"))
        .forEach(entry -> kept.add(entry.getValue().getAsJsonObject().get("Type").getAsString()));

    assertThat(kept).containsExactlyInAnyOrder("AWS::KMS::Key", "AWS::Logs::LogGroup");
  }

  @Test
  void itObservesUntilSomebodyAllowsMore() {
    assertThat(Templates.properties(cluster()).get("Tags").toString())
        .contains("{\"Key\":\"aurora-responder:mode\",\"Value\":\"observe\"}");
  }

  @Test
  void tlsIsForced() {
    JsonObject parameters = one("AWS::RDS::DBClusterParameterGroup");

    assertThat(Templates.properties(parameters).get("Parameters").toString()).isEqualTo("{\"rds.force_ssl\":\"1\"}");
  }

  @Test
  void writerAndReaderStandInDifferentZonesAndScaleTogether() {
    Set<String> zones = new HashSet<>();
    for (JsonObject member : Templates.resources(Templates.MEMBERS, "AWS::RDS::DBInstance").values()) {
      JsonObject properties = Templates.properties(member);
      zones.add(properties.get("AvailabilityZone").toString());
      assertThat(properties.get("PubliclyAccessible").getAsBoolean()).isFalse();
      assertThat(properties.get("PromotionTier").getAsInt()).isLessThanOrEqualTo(1);
    }

    assertThat(zones).hasSize(2);
  }

  @Test
  void onlyNamedSourcesMayConnect() {
    assertThat(Templates.properties(one("AWS::EC2::SecurityGroup")).has("SecurityGroupIngress")).isFalse();
    assertThat(Templates.resources(Templates.CLUSTER, "AWS::EC2::SecurityGroupIngress").values().stream().map(Templates::properties))
        .hasSize(2)
        .allSatisfy(rule -> assertThat(rule.get("FromPort").getAsInt()).isEqualTo(rule.get("ToPort").getAsInt()))
        .anyMatch(rule -> rule.toString().contains("\"SourceSecurityGroupId\":\"sg-0fedcba9876543210\""))
        .anyMatch(rule -> rule.toString().contains("\"CidrIp\":\"10.0.0.0/16\""));
  }

  private static JsonObject cluster() {
    return one("AWS::RDS::DBCluster");
  }

  private static JsonObject one(String type) {
    return Templates.resources(Templates.CLUSTER, type).values().iterator().next();
  }
}
