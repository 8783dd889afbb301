package io.auroraresponder.observation;

/**
 * Every AWS call that the product makes. A runbook declares the ones it needs; the deployment's policies are made from the
 * declarations, and tests hold them against the calls that are really made.
 */
public enum ServiceCall {
  RDS_DESCRIBE_CLUSTERS("rds:DescribeDBClusters"),
  RDS_DESCRIBE_INSTANCES("rds:DescribeDBInstances"),
  RDS_DESCRIBE_ENGINE_VERSIONS("rds:DescribeDBEngineVersions"),
  RDS_DESCRIBE_PLATFORM_VERSIONS("rds:DescribeServerlessV2PlatformVersions"),
  RDS_DESCRIBE_SNAPSHOTS("rds:DescribeDBClusterSnapshots"),
  RDS_DESCRIBE_EVENTS("rds:DescribeEvents"),
  RDS_DESCRIBE_ACCOUNT_ATTRIBUTES("rds:DescribeAccountAttributes"),
  RDS_DESCRIBE_PROXIES("rds:DescribeDBProxies"),
  RDS_DESCRIBE_PROXY_TARGETS("rds:DescribeDBProxyTargets"),
  RDS_DESCRIBE_INTEGRATIONS("rds:DescribeIntegrations"),
  RDS_DESCRIBE_CLUSTER_PARAMETERS("rds:DescribeDBClusterParameters"),
  RDS_DESCRIBE_PENDING_MAINTENANCE("rds:DescribePendingMaintenanceActions"),
  RDS_DESCRIBE_MAJOR_VERSIONS("rds:DescribeDBMajorEngineVersions"),
  RDS_DESCRIBE_BLUE_GREEN("rds:DescribeBlueGreenDeployments"),
  RDS_MODIFY_CLUSTER("rds:ModifyDBCluster"),
  /** Not a call on the wire: the right that makes a signed token a login. */
  RDS_CONNECT("rds-db:connect"),
  CLOUDWATCH_GET_METRIC_DATA("cloudwatch:GetMetricData"),
  CLOUDWATCH_DESCRIBE_ALARMS("cloudwatch:DescribeAlarms"),
  INSIGHTS_DESCRIBE_DIMENSION_KEYS("pi:DescribeDimensionKeys"),
  EC2_DESCRIBE_SECURITY_GROUPS("ec2:DescribeSecurityGroups"),
  EC2_DESCRIBE_SUBNETS("ec2:DescribeSubnets"),
  EC2_GET_PREFIX_LIST_ENTRIES("ec2:GetManagedPrefixListEntries"),
  LEDGER_GET("dynamodb:GetItem"),
  LEDGER_PUT("dynamodb:PutItem"),
  LEDGER_DELETE("dynamodb:DeleteItem"),
  LEDGER_QUERY("dynamodb:Query"),
  LEDGER_DESCRIBE("dynamodb:DescribeTable"),
  OPERATORS_SCAN("dynamodb:Scan"),
  OPERATORS_PUT("dynamodb:PutItem"),
  TOPIC_PUBLISH("sns:Publish"),
  TOPIC_ATTRIBUTES("sns:GetTopicAttributes"),
  SECRET_GET("secretsmanager:GetSecretValue"),
  BUS_PUT("events:PutEvents"),
  REPORT_PUT("s3:PutObject"),
  FUNCTION_INVOKE("lambda:InvokeFunction");

  private final String action;

  ServiceCall(String action) {
    this.action = action;
  }

  /** The IAM action that allows it. */
  public String action() {
    return action;
  }
}
