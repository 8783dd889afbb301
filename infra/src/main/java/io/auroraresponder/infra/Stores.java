package io.auroraresponder.infra;

import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;
import software.constructs.Construct;

/** What outlives the deployment: the ledger and the reports. Both stay in the account when the stack is deleted. */
final class Stores extends Construct {
  static final String REPORTS = "reports/";

  private final String table;
  private final CfnBucket bucket;

  Stores(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    this.table = settings.name() + "-ledger";
    if (!settings.ledgerExists()) {
      ledger();
    }
    this.bucket = bucket(settings.keeping().reportDays());
  }

  private void ledger() {
    CfnTable made =
        CfnTable.Builder.create(this, "Ledger")
            .tableName(table)
            .billingMode("PAY_PER_REQUEST")
            .attributeDefinitions(List.of(attribute("pk"), attribute("sk")))
            .keySchema(List.of(key("pk", "HASH"), key("sk", "RANGE")))
            .timeToLiveSpecification(CfnTable.TimeToLiveSpecificationProperty.builder().attributeName("ttl").enabled(true).build())
            .pointInTimeRecoverySpecification(CfnTable.PointInTimeRecoverySpecificationProperty.builder().pointInTimeRecoveryEnabled(true)
            .build())
            .deletionProtectionEnabled(true)
            .build();
    made.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }

  private static CfnTable.AttributeDefinitionProperty attribute(String name) {
    return CfnTable.AttributeDefinitionProperty.builder().attributeName(name).attributeType("S").build();
  }

  private static CfnTable.KeySchemaProperty key(String name, String type) {
    return CfnTable.KeySchemaProperty.builder().attributeName(name).keyType(type).build();
  }

  private CfnBucket bucket(int days) {
    CfnBucket made =
        CfnBucket.Builder.create(this, "Reports")
            .bucketEncryption(
                CfnBucket.BucketEncryptionProperty.builder()
                    .serverSideEncryptionConfiguration(
                        List.of(
                            CfnBucket.ServerSideEncryptionRuleProperty.builder()
                                .serverSideEncryptionByDefault(CfnBucket.ServerSideEncryptionByDefaultProperty.builder()
                                .sseAlgorithm("AES256").build())
                                .build()))
                    .build())
            .publicAccessBlockConfiguration(
                CfnBucket.PublicAccessBlockConfigurationProperty.builder()
                    .blockPublicAcls(true).blockPublicPolicy(true).ignorePublicAcls(true).restrictPublicBuckets(true)
                    .build())
            .ownershipControls(
                CfnBucket.OwnershipControlsProperty.builder()
                    .rules(List.of(CfnBucket.OwnershipControlsRuleProperty.builder().objectOwnership("BucketOwnerEnforced").build()))
                    .build())
            .lifecycleConfiguration(
                CfnBucket.LifecycleConfigurationProperty.builder()
                    .rules(
                        List.of(
                            CfnBucket.RuleProperty.builder().id("old-reports").prefix(REPORTS).status("Enabled").expirationInDays(days)
                                .abortIncompleteMultipartUpload(CfnBucket.AbortIncompleteMultipartUploadProperty.builder()
                                .daysAfterInitiation(1).build())
                                .build()))
                    .build())
            .build();
    made.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Suppressions.suppress(made, "AwsSolutions-S1",
        "Reports are written by the functions alone and hold no secrets; CloudTrail data events show access where wanted");
    List<Object> everything = List.of(made.getAttrArn(), made.getAttrArn() + "/*");
    CfnBucketPolicy.Builder.create(this, "ReportsPolicy")
        .bucket(made.getRef())
        .policyDocument(ResponderFunction.policy(List.of(Post.onlyEncrypted("s3:*", everything))))
        .build();
    return made;
  }

  String table() {
    return table;
  }

  String tableArn() {
    return Arns.of("dynamodb", "table/" + table);
  }

  String bucket() {
    return bucket.getRef();
  }

  String reportArns() {
    return bucket.getAttrArn() + "/" + REPORTS + "*";
  }
}
