package io.auroraresponder.infra;

import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CfnBucketPolicy;
import software.constructs.Construct;

/**
 * What outlives the responder: the ledger and the reports, in a stack of their own, so that a responder whose first deployment fails
 * takes nothing of them along and leaves nothing of them in the way of the next try.
 *
 * <p>The ledger is protected against deletion, so CloudFormation could not take it back: it is made last, when nothing after it can fail,
 * and its policy is to keep it in every case. Everything else is kept once the stack stands and taken back where its creation fails
 * (CloudFormation Template Reference, "DeletionPolicy attribute", RetainExceptOnCreate).
 */
final class DataStack extends Stack {
  static final String REPORTS = "reports/";
  static final String PAGES = "pages/";

  /** A page is written again a few times an incident; what was there before is of use while somebody asks. */
  private static final int OLD_PAGES_DAYS = 30;

  private final String table;
  private final CfnBucket bucket;

  DataStack(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id, StackProps.builder().description("Aurora Responder: ledger and reports of " + settings.name()).build());
    this.table = settings.name() + "-ledger";
    this.bucket = bucket(settings.keeping().reportDays());
    CfnBucketPolicy policy = onlyEncrypted(bucket);
    table(this, "Ledger", table).addResourceDependency(policy);
    CfnOutput.Builder.create(this, "LedgerTable").description("The ledger").value(table).build();
    CfnOutput.Builder.create(this, "ReportBucket").description("Stored reports").value(bucket.getRef()).build();
  }

  /** A table that nobody deletes by mistake: kept in every case, protected, every second of 35 days can be restored. */
  static CfnTable table(Construct scope, String id, String name) {
    CfnTable made =
        CfnTable.Builder.create(scope, id)
            .tableName(name)
            .billingMode("PAY_PER_REQUEST")
            .attributeDefinitions(List.of(attribute("pk"), attribute("sk")))
            .keySchema(List.of(key("pk", "HASH"), key("sk", "RANGE")))
            .timeToLiveSpecification(CfnTable.TimeToLiveSpecificationProperty.builder().attributeName("ttl").enabled(true).build())
            .pointInTimeRecoverySpecification(CfnTable.PointInTimeRecoverySpecificationProperty.builder().pointInTimeRecoveryEnabled(true)
            .build())
            .deletionProtectionEnabled(true)
            .build();
    made.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return made;
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
            .versioningConfiguration(CfnBucket.VersioningConfigurationProperty.builder().status("Enabled").build())
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
                            CfnBucket.RuleProperty.builder().id("old-pages").prefix(PAGES).status("Enabled").expirationInDays(days)
                                .noncurrentVersionExpiration(CfnBucket.NoncurrentVersionExpirationProperty.builder()
                                .noncurrentDays(OLD_PAGES_DAYS).build())
                                .build(),
                            CfnBucket.RuleProperty.builder().id("old-reports").prefix(REPORTS).status("Enabled").expirationInDays(days)
                                .noncurrentVersionExpiration(CfnBucket.NoncurrentVersionExpirationProperty.builder()
                                .noncurrentDays(OLD_PAGES_DAYS).build())
                                .abortIncompleteMultipartUpload(CfnBucket.AbortIncompleteMultipartUploadProperty.builder()
                                .daysAfterInitiation(1).build())
                                .build()))
                    .build())
            .build();
    made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    Suppressions.suppress(made, "AwsSolutions-S1",
        "Reports are written by the functions alone and hold no secrets; CloudTrail data events show access where wanted");
    return made;
  }

  private CfnBucketPolicy onlyEncrypted(CfnBucket reports) {
    List<Object> everything = List.of(reports.getAttrArn(), reports.getAttrArn() + "/*");
    CfnBucketPolicy made =
        CfnBucketPolicy.Builder.create(this, "ReportsPolicy")
            .bucket(reports.getRef())
            .policyDocument(ResponderFunction.policy(List.of(Messaging.onlyEncrypted("s3:*", everything))))
            .build();
    made.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
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

  String everyReportArn() {
    return bucket.getAttrArn() + "/" + REPORTS + "*";
  }

  /** The report pages: the notification function alone may write them. */
  String pageArns() {
    return bucket.getAttrArn() + "/" + PAGES + "*";
  }

  /** The reports of one runbook: its function alone may write them. */
  String reportArns(String runbook) {
    return bucket.getAttrArn() + "/" + REPORTS + runbook + "/*";
  }
}
