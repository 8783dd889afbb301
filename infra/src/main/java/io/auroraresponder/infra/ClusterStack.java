package io.auroraresponder.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.CfnSecurityGroup;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.FlowLogDestination;
import software.amazon.awscdk.services.ec2.FlowLogOptions;
import software.amazon.awscdk.services.ec2.FlowLogTrafficType;
import software.amazon.awscdk.services.ec2.ISubnet;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.rds.CfnDBCluster;
import software.amazon.awscdk.services.rds.CfnDBClusterParameterGroup;
import software.amazon.awscdk.services.rds.CfnDBSubnetGroup;
import software.constructs.Construct;
import software.constructs.IConstruct;

/**
 * An Aurora Serverless v2 PostgreSQL cluster for those who have none, in two zones of a VPC without any way to the internet, encrypted, TLS
 * forced, closed but for named sources. Its members: {@link MembersStack}.
 */
final class ClusterStack extends Stack {
  static final String ENGINE = "aurora-postgresql";
  private static final int ZONES = 2;
  private static final int LOG_DAYS = 90;

  /** Days; 7 is what Database Insights standard keeps without extra cost, 465 what advanced needs (RDS API, CreateDBCluster). */
  private static final int STANDARD_RETENTION = 7;

  private static final int ADVANCED_RETENTION = 465;

  private final NewCluster wanted;
  private final Vpc vpc;
  private final CfnSecurityGroup group;
  private final CfnDBCluster cluster;

  ClusterStack(Construct scope, String id, NewCluster wanted, DeploymentSettings.Login login) {
    super(scope, id, StackProps.builder().description("Aurora Responder: the cluster " + wanted.id()).build());
    this.wanted = wanted;
    this.vpc = vpc();
    this.group = securityGroup();
    List<IConstruct> unnamed = new ArrayList<>(admitSources());
    unnamed.addAll(List.of(vpc, log()));
    this.cluster = cluster(key());
    // A protected cluster cannot be taken back, so whatever else may fail comes before it, what it does not name included.
    unnamed.forEach(cluster.getNode()::addDependency);
    CfnOutput.Builder.create(this, "Endpoint").value(cluster.getAttrEndpointAddress()).build();
    CfnOutput.Builder.create(this, "ResourceId").value(cluster.getAttrDbClusterResourceId()).build();
    CfnOutput.Builder.create(this, "MakeLogin").description("Makes the responder's login, once there are members").value(makeLogin(login))
        .build();
    CfnOutput.Builder.create(this, "MasterSecret").value(cluster.getAttrMasterUserSecretSecretArn()).build();
  }

  /** Kept when the stack goes: without it the last snapshot could not be read. */
  private Key key() {
    return Key.Builder.create(this, "Key").enableKeyRotation(true).description("Aurora Responder: data of " + wanted.id())
        .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE).build();
  }

  private Vpc vpc() {
    Vpc made =
        Vpc.Builder.create(this, "Vpc")
            .ipAddresses(IpAddresses.cidr(wanted.network().cidr()))
            .maxAzs(ZONES)
            .natGateways(0)
            .restrictDefaultSecurityGroup(false)
            .subnetConfiguration(List.of(SubnetConfiguration.builder().name("database").subnetType(SubnetType.PRIVATE_ISOLATED).cidrMask(24)
            .build()))
            .build();
    LogGroup rejected =
        LogGroup.Builder.create(this, "Rejected").retention(RetentionDays.THREE_MONTHS).removalPolicy(RemovalPolicy.DESTROY).build();
    made.addFlowLog(
        "Rejected", FlowLogOptions.builder().trafficType(FlowLogTrafficType.REJECT)
        .destination(FlowLogDestination.toCloudWatchLogs(rejected)).build());
    return made;
  }

  private CfnSecurityGroup securityGroup() {
    CfnSecurityGroup made =
        CfnSecurityGroup.Builder.create(this, "Database")
            .groupDescription("Database " + wanted.id() + ": closed but for named sources")
            .vpcId(vpc.getVpcId())
            // A database opens no connections; without any rule AWS would add one that allows everything.
            .securityGroupEgress(
                List.of(CfnSecurityGroup.EgressProperty.builder().ipProtocol("icmp").fromPort(252).toPort(86).cidrIp("255.255.255.255/32")
                .description("nothing").build()))
            .build();
    return made;
  }

  /** Lets the named security groups and address ranges in. */
  private List<CfnSecurityGroupIngress> admitSources() {
    List<CfnSecurityGroupIngress> rules = new ArrayList<>();
    for (String source : wanted.network().sources()) {
      CfnSecurityGroupIngress.Builder rule =
          CfnSecurityGroupIngress.Builder.create(this, "Source" + rules.size())
              .groupId(group.getAttrGroupId()).ipProtocol("tcp").fromPort(NewCluster.PORT).toPort(NewCluster.PORT)
              .description("named in newCluster.sources");
      rules.add((source.startsWith("sg-") ? rule.sourceSecurityGroupId(source) : rule.cidrIp(source)).build());
    }
    return rules;
  }

  /** Made before the cluster, which would make it without an end. */
  private CfnLogGroup log() {
    CfnLogGroup made = CfnLogGroup.Builder.create(this, "Log").logGroupName("/aws/rds/cluster/" + wanted.id() + "/postgresql")
        .retentionInDays(LOG_DAYS).build();
    made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return made;
  }

  private CfnDBCluster cluster(Key key) {
    CfnDBSubnetGroup subnets =
        CfnDBSubnetGroup.Builder.create(this, "Subnets")
            .dbSubnetGroupDescription("Subnets of " + wanted.id())
            .subnetIds(subnets())
            .build();
    CfnDBClusterParameterGroup parameters =
        CfnDBClusterParameterGroup.Builder.create(this, "Parameters")
            .description("Parameters of " + wanted.id())
            .family(wanted.family())
            .parameters(Map.of("rds.force_ssl", "1"))
            .build();
    CfnDBCluster made = described(key).dbSubnetGroupName(subnets.getRef()).dbClusterParameterGroupName(parameters.getRef()).build();
    made.applyRemovalPolicy(wanted.safety().finalSnapshot() ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY);
    Suppressions.suppress(made, "AwsSolutions-RDS11",
        "The well-known port is no secret worth keeping from a network that is closed but for named sources");
    return made;
  }

  private CfnDBCluster.Builder described(Key key) {
    NewCluster.Range range = wanted.range();
    CfnDBCluster.ServerlessV2ScalingConfigurationProperty.Builder scaling =
        CfnDBCluster.ServerlessV2ScalingConfigurationProperty.builder().minCapacity(range.minAcu()).maxCapacity(range.maxAcu());
    if (range.pauses()) {
      scaling.secondsUntilAutoPause(range.pauseSeconds());
    }
    CfnDBCluster.Builder cluster = CfnDBCluster.Builder.create(this, "Cluster")
        .dbClusterIdentifier(wanted.id())
        .engine(ENGINE)
        .engineVersion(wanted.engineVersion())
        .serverlessV2ScalingConfiguration(scaling.build())
        .port(NewCluster.PORT)
        .vpcSecurityGroupIds(List.of(group.getAttrGroupId()))
        .storageEncrypted(true)
        .kmsKeyId(key.getKeyArn())
        .enableIamDatabaseAuthentication(true)
        // The way to its first login from outside of the VPC: by IAM and the master secret, over AWS's own API (Data API).
        .enableHttpEndpoint(true)
        // RDS keeps this secret itself and rotates it every 7 days, without a function of ours.
        .manageMasterUserPassword(true)
        .masterUserSecret(CfnDBCluster.MasterUserSecretProperty.builder().kmsKeyId(key.getKeyArn()).build())
        .backupRetentionPeriod(wanted.safety().backupDays())
        .copyTagsToSnapshot(true)
        .deletionProtection(wanted.safety().deletionProtection())
        .enableCloudwatchLogsExports(List.of("postgresql"))
        .databaseInsightsMode(wanted.advancedInsights() ? "advanced" : "standard")
        .performanceInsightsEnabled(true)
        .performanceInsightsRetentionPeriod(wanted.advancedInsights() ? ADVANCED_RETENTION : STANDARD_RETENTION)
        .performanceInsightsKmsKeyId(key.getKeyArn())
        .tags(List.of(CfnTag.builder().key("aurora-responder:mode").value(wanted.mode()).build()));
    if (wanted.snapshot().isEmpty()) {
      cluster.masterUsername("postgres");
    } else {
      // Its master user is the snapshot's (CloudFormation, AWS::RDS::DBCluster, SnapshotIdentifier).
      cluster.snapshotIdentifier(wanted.snapshot());
    }
    if (!wanted.upkeep().backupWindow().isEmpty()) {
      cluster.preferredBackupWindow(wanted.upkeep().backupWindow());
    }
    if (!wanted.upkeep().maintenanceWindow().isEmpty()) {
      cluster.preferredMaintenanceWindow(wanted.upkeep().maintenanceWindow());
    }
    return cluster;
  }

  private List<String> subnets() {
    return vpc.getIsolatedSubnets().stream().map(ISubnet::getSubnetId).toList();
  }

  /** Where this cluster's probe sits; its way in is opened by {@link #admitProbe}. */
  ProbePlace probePlace() {
    return new ProbePlace(
        "new", vpc.getVpcId(), subnets(), List.of(group.getAttrGroupId()), NewCluster.PORT, List.of(cluster.getAttrDbClusterResourceId()));
  }

  /** In the stack of the probe, as the cluster must not depend on it. */
  void admitProbe(Construct scope, CfnSecurityGroup probe) {
    CfnSecurityGroupIngress.Builder.create(scope, "ProbeIntoNewCluster")
        .groupId(group.getAttrGroupId())
        .sourceSecurityGroupId(probe.getAttrGroupId())
        .ipProtocol("tcp")
        .fromPort(NewCluster.PORT)
        .toPort(NewCluster.PORT)
        .description("the probe of Aurora Responder")
        .build();
  }

  NewCluster wanted() {
    return wanted;
  }

  /** Makes the probe's login, from any machine with the AWS CLI: one statement, as the Data API takes no more at a time. */
  private String makeLogin(DeploymentSettings.Login login) {
    String sql =
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '\"'\"'" + login.user() + "'\"'\"') THEN CREATE ROLE "
        + login.user() + " LOGIN; END IF; GRANT rds_iam, pg_monitor TO " + login
        .user() + "; CREATE EXTENSION IF NOT EXISTS pg_stat_statements; END $$";
    return "aws rds-data execute-statement --resource-arn " + cluster.getAttrDbClusterArn() + " --secret-arn "
        + cluster.getAttrMasterUserSecretSecretArn() + " --database " + login.database() + " --sql '" + sql + "'";
  }

  String identifier() {
    return cluster.getRef();
  }

  /** The zone of the subnet in which a member stands; writer and reader in different ones. */
  String zone(int member) {
    return vpc.getIsolatedSubnets().get(member).getAvailabilityZone();
  }

  WatchedCluster watched() {
    return new WatchedCluster(wanted.id(), wanted.members(), wanted.range().pauses(), Optional.empty());
  }
}
