package io.auroraresponder.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.kms.CfnKey;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.CfnTopic;
import software.amazon.awscdk.services.sns.CfnTopicPolicy;
import software.amazon.awscdk.services.sqs.CfnQueue;
import software.amazon.awscdk.services.sqs.CfnQueuePolicy;
import software.constructs.Construct;

/**
 * What carries messages: the topic of findings, the plain topic on which the responder's own alarms arrive past the responder, and the
 * queue in which every event ends that could not be handled.
 */
final class Messaging extends Construct {
  /** SQS keeps a message for at most 14 days; events are remembered for 30 in the ledger. */
  private static final int KEPT_SECONDS = 14 * 24 * 3600;

  private final String name;
  private final CfnTopic findings;
  private final CfnTopic operations;
  private final CfnQueue failures;

  Messaging(Construct scope, String id, DeploymentSettings settings) {
    super(scope, id);
    this.name = settings.name();
    this.failures = failures();
    // Only our functions publish here, and AWS's own key for SNS admits every principal of the account that SNS admits.
    this.findings = CfnTopic.Builder.create(this, "Findings").topicName(name + "-findings").displayName("Aurora Responder")
        .kmsMasterKeyId("alias/aws/sns").build();
    this.operations =
        CfnTopic.Builder.create(this, "Operations").topicName(name + "-operations").displayName("Aurora Responder itself")
        .kmsMasterKeyId(key().getAttrArn()).build();
    policy("FindingsPolicy", findings, subscribing(settings.central(), findings));
    List<Object> more = subscribing(settings.central(), operations);
    more.add(cloudWatch("sns:Publish", operations.getRef()));
    policy("OperationsPolicy", operations, more);
    settings.central().map(CentralAccount::bus).filter(bus -> !bus.isEmpty()).ifPresent(this::tell);
    subscribe("FindingsMail", findings, settings.people().findings(), settings.people().findingsFrom());
    subscribe("OperationsMail", operations, settings.people().operations(), List.of());
  }

  private CfnQueue failures() {
    CfnQueue queue =
        CfnQueue.Builder.create(this, "Failures").queueName(name + "-failures").messageRetentionPeriod(KEPT_SECONDS)
        .sqsManagedSseEnabled(true).build();
    Suppressions.suppress(queue, "AwsSolutions-SQS3", "This is the dead-letter queue; an alarm tells people of everything in it");
    String arn = queue.getAttrArn();
    List<Object> statements = new ArrayList<>();
    statements.add(onlyEncrypted("sqs:*", arn));
    statements.add(service("events.amazonaws.com", "sqs:SendMessage", arn, Arns.of("events", "rule/" + name + "-*")));
    statements.add(service("sns.amazonaws.com", "sqs:SendMessage", arn, Arns.of("sns", name + "-*")));
    CfnQueuePolicy.Builder.create(this, "FailuresPolicy").queues(List.of(queue.getRef()))
        .policyDocument(ResponderFunction.policy(statements)).build();
    return queue;
  }

  /** CloudWatch may not publish to a topic under AWS's own key for SNS, so this topic has a key of its own. */
  private CfnKey key() {
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("Effect", "Allow");
    owner.put("Principal", Map.of("AWS", Arns.root(Aws.ACCOUNT_ID)));
    // The usual statement without which nobody could ever manage the key (KMS Developer Guide, "Default key policy").
    owner.put("Action", "kms:*");
    owner.put("Resource", "*");
    CfnKey key =
        CfnKey.Builder.create(this, "OperationsKey")
            .description("Aurora Responder: topic of its own alarms")
            .enableKeyRotation(true)
            .pendingWindowInDays(7)
            .keyPolicy(ResponderFunction.policy(List.of(owner, cloudWatch(List.of("kms:Decrypt", "kms:GenerateDataKey*"), "*"))))
            .build();
    key.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return key;
  }

  private void policy(String id, CfnTopic topic, List<Object> more) {
    List<Object> statements = new ArrayList<>();
    statements.add(onlyEncrypted("sns:Publish", topic.getRef()));
    statements.addAll(more);
    CfnTopicPolicy.Builder.create(this, id).topics(List.of(topic.getRef())).policyDocument(ResponderFunction.policy(statements)).build();
  }

  /**
   * Named accounts, of one organisation, by queues and functions alone: a mail address or web hook of somebody there would carry findings
   * out. Whoever owns the queue subscribes it, so that nobody has to confirm.
   */
  private static List<Object> subscribing(Optional<CentralAccount> central, CfnTopic topic) {
    List<Object> statements = new ArrayList<>();
    central.ifPresent(one -> {
      Map<String, Object> statement = new LinkedHashMap<>();
      statement.put("Sid", "CentralAccountsMaySubscribe");
      statement.put("Effect", "Allow");
      statement.put("Principal", Map.of("AWS", one.accounts().stream().map(Arns::root).toList()));
      statement.put("Action", "sns:Subscribe");
      statement.put("Resource", topic.getRef());
      Map<String, Object> condition = new TreeMap<>();
      condition.put("aws:PrincipalOrgID", one.organization());
      condition.put("sns:Protocol", List.of("sqs", "lambda"));
      statement.put("Condition", Map.of("StringEquals", condition));
      statements.add(statement);
    });
    return statements;
  }

  /** The central bus hears which deployment is itself in trouble. */
  private void tell(String bus) {
    Map<String, Object> trust = service("events.amazonaws.com", "sts:AssumeRole", "", Arns.of("events", "rule/" + name + "-central"));
    trust.remove("Resource");
    Map<String, Object> put = new LinkedHashMap<>();
    put.put("Effect", "Allow");
    put.put("Action", "events:PutEvents");
    put.put("Resource", bus);
    CfnRole role =
        CfnRole.Builder.create(this, "CentralRole")
            .description("Aurora Responder: its own alarms to the central bus")
            .assumeRolePolicyDocument(ResponderFunction.policy(List.of(trust)))
            .policies(
                List.of(CfnRole.PolicyProperty.builder().policyName("put").policyDocument(ResponderFunction.policy(List.of(put))).build()))
            .build();
    CfnRule.Builder.create(this, "Central")
        .name(name + "-central")
        .description("The responder's own alarms, to the central bus")
        .eventPattern(
            new TreeMap<>(
                Map.of(
                    "source", List.of("aws.cloudwatch"), "detail-type", List.of("CloudWatch Alarm State Change"), "detail",
                    Map.of("alarmName", List.of(Map.of("prefix", OwnAlarms.prefix(name)))))))
        .state("ENABLED")
        .targets(
            List.of(
                CfnRule.TargetProperty.builder()
                    .id("bus").arn(bus).roleArn(role.getAttrArn())
                    .deadLetterConfig(CfnRule.DeadLetterConfigProperty.builder().arn(failures.getAttrArn()).build())
                    .build()))
        .build();
  }

  /** {@code severities}: what these addresses get; empty for all. */
  private void subscribe(String id, CfnTopic topic, List<String> addresses, List<String> severities) {
    for (int i = 0; i < addresses.size(); i++) {
      CfnSubscription.Builder subscription =
          CfnSubscription.Builder.create(this, id + i)
              .topicArn(topic.getRef())
              .protocol("email")
              .endpoint(addresses.get(i))
              .redrivePolicy(Map.of("deadLetterTargetArn", failures.getAttrArn()));
      if (!severities.isEmpty()) {
        subscription.filterPolicy(Map.of("severity", severities));
      }
      subscription.build();
    }
  }

  /** Each message of the findings topic wakes that function; what SNS cannot hand over ends in the queue of failures. */
  void wake(ResponderFunction receiver) {
    CfnPermission.Builder.create(this, "NotificationPermission")
        .functionName(receiver.alias().getFunctionArn())
        .action("lambda:InvokeFunction")
        .principal("sns.amazonaws.com")
        .sourceArn(findings.getRef())
        .sourceAccount(Aws.ACCOUNT_ID)
        .build();
    CfnSubscription.Builder.create(this, "Notification")
        .topicArn(findings.getRef())
        .protocol("lambda")
        .endpoint(receiver.alias().getFunctionArn())
        .redrivePolicy(Map.of("deadLetterTargetArn", failures.getAttrArn()))
        .build();
  }

  static Map<String, Object> onlyEncrypted(String action, Object resource) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", "OnlyOverTls");
    statement.put("Effect", "Deny");
    statement.put("Principal", Map.of("AWS", "*"));
    statement.put("Action", action);
    statement.put("Resource", resource);
    statement.put("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
    return statement;
  }

  private static Map<String, Object> cloudWatch(Object action, String resource) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", "cloudwatch.amazonaws.com"));
    statement.put("Action", action);
    statement.put("Resource", resource);
    statement.put("Condition", Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)));
    return statement;
  }

  private static Map<String, Object> service(String principal, String action, String resource, String source) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Principal", Map.of("Service", principal));
    statement.put("Action", action);
    statement.put("Resource", resource);
    statement.put("Condition", Map.of("ArnLike", Map.of("aws:SourceArn", source)));
    return statement;
  }

  String findings() {
    return findings.getRef();
  }

  String operations() {
    return operations.getRef();
  }

  String failuresArn() {
    return failures.getAttrArn();
  }
}
