package io.auroraresponder.infra;

import io.auroraresponder.infra.Permissions.Statement;
import io.auroraresponder.lambda.DeployedFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.iam.CfnManagedPolicy;
import software.amazon.awscdk.services.iam.CfnRole;
import software.constructs.Construct;

/**
 * What people say: the table of switch, orders, approvals and silences, and the policies by which they may say it.
 *
 * <p>No function may write this table. A person does, under the own IAM identity, so that whoever said it is AWS's word: orders, approvals
 * and silences stand under the partition key {@code ${aws:userid}}, which {@code dynamodb:LeadingKeys} holds (DynamoDB Developer Guide,
 * "Using IAM policy conditions for fine-grained access control"). Stopping is everybody's right on call, starting that of few.
 */
final class OperatorsStack extends Stack {
  private static final String ONESELF = "${aws:userid}";

  private final String table;

  OperatorsStack(Construct scope, String id, DeploymentSettings settings, DataStack data) {
    super(scope, id, StackProps.builder().description("Aurora Responder: what people say to " + settings.name()).build());
    this.table = settings.name() + "-operators";
    String name = settings.name();
    CfnManagedPolicy onCall = policy("OnCall", name + "-on-call", "stop, orders, approvals, silences, looks by hand", onCall(name, data));
    Suppressions.suppress(onCall, "AwsSolutions-IAM5", "Every report may be read by whoever is on call");
    CfnManagedPolicy starting = policy("Starting", name + "-starting", "starts what changes ranges", starting(data));
    // Protected against deletion, so it comes last: whatever else may fail has not failed by then.
    CfnTable made = DataStack.table(this, "Operators", table);
    made.addResourceDependency(onCall);
    made.addResourceDependency(starting);
    if (!settings.operators().isEmpty()) {
      made.addResourceDependency(role(name, settings.operators(), onCall));
    }
    CfnOutput.Builder.create(this, "OperatorsTable").description("What people say").value(table).build();
  }

  String table() {
    return table;
  }

  private String tableArn() {
    return Arns.of("dynamodb", "table/" + table);
  }

  private List<Statement> onCall(String name, DataStack data) {
    List<Statement> statements = new ArrayList<>();
    statements.add(put(List.of("STOP", ONESELF)));
    statements.add(Statement.allow(List.of("dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"), List.of(tableArn())));
    statements.add(Statement.allow(List.of("dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"), List.of(data.tableArn())));
    statements.add(Statement.allow(List.of("s3:GetObject"), List.of(data.everyReportArn(), data.pageArns())));
    List<String> aliases =
        Arrays.stream(DeployedFunction.values()).filter(one -> one != DeployedFunction.PROBE && !one.isOptional())
            .map(one -> Arns.alias(name + "-" + one.id())).toList();
    statements.add(Statement.allow(List.of("lambda:InvokeFunction"), aliases));
    return statements;
  }

  /** What RUN names is read first: the ledger's table and the stop that it lifts. */
  private List<Statement> starting(DataStack data) {
    return List.of(
        put(List.of("RUN")), Statement.allow(List.of("dynamodb:GetItem", "dynamodb:Scan"), List.of(tableArn())),
        Statement.allow(List.of("dynamodb:DescribeTable", "dynamodb:GetItem"), List.of(data.tableArn())));
  }

  /** Puts alone: nothing that was said is changed or taken back. Without a partition key "for all values" would hold. */
  private Statement put(List<String> keys) {
    Map<String, Map<String, Object>> condition = new LinkedHashMap<>();
    condition.put("ForAllValues:StringEquals", Map.of("dynamodb:LeadingKeys", keys));
    condition.put("Null", Map.of("dynamodb:LeadingKeys", "false"));
    return Statement.allow(List.of("dynamodb:PutItem"), List.of(tableArn())).when(condition);
  }

  private CfnManagedPolicy policy(String id, String name, String what, List<Statement> statements) {
    return CfnManagedPolicy.Builder.create(this, id)
        .managedPolicyName(name)
        .description("Aurora Responder: " + what)
        .policyDocument(ResponderFunction.policy(statements.stream().<Object>map(Statement::json).toList()))
        .build();
  }

  /** One role for many deployments: whoever may take it is on call for this account. */
  private CfnRole role(String name, List<String> principals, CfnManagedPolicy onCall) {
    Map<String, Object> trust = new LinkedHashMap<>();
    trust.put("Effect", "Allow");
    trust.put("Principal", Map.of("AWS", principals));
    trust.put("Action", "sts:AssumeRole");
    CfnRole made =
        CfnRole.Builder.create(this, "Operator")
            .roleName(name + "-operator-" + Aws.REGION)
            .description("Aurora Responder: on call for " + name)
            .assumeRolePolicyDocument(ResponderFunction.policy(List.of(trust)))
            .managedPolicyArns(List.of(onCall.getAttrPolicyArn()))
            .build();
    CfnOutput.Builder.create(this, "OperatorRole").description("Role of an operator").value(made.getAttrArn()).build();
    return made;
  }
}
