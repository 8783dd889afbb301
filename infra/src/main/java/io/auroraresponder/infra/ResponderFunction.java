package io.auroraresponder.infra;

import io.auroraresponder.infra.Permissions.Statement;
import io.auroraresponder.lambda.DeployedFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.FromRoleArnOptions;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.AliasProps;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One function as it stands on AWS: role, log group, code, published version with a snapshot, alias {@code live}, and what becomes of
 * its failed asynchronous invocations.
 */
final class ResponderFunction extends Construct {
  static final String ALIAS = "live";

  /** Names of the roles under which changes of ours are made. */
  static final String OWN_ROLES = "OWN_ROLES";

  private final DeployedFunction which;
  private final CfnRole role;
  private final Alias alias;
  private final String logGroup;

  /**
   * What the functions of a deployment share.
   *
   * @param code the jar
   * @param logDays days that logs are kept
   * @param failures ARN of the queue where failed events end
   * @param permissions what each may do
   * @param boundary ARN of a permissions boundary for the role of the function that acts; empty where it may act
   */
  record Common(Code code, int logDays, String failures, Permissions permissions, Optional<String> boundary) {}

  /**
   * What makes one function different from the others.
   *
   * @param name on AWS
   * @param environment variables, in the order in which they are shown
   * @param extra further statements of its role
   * @param reserved invocations that are reserved for it, and the most that it may have; empty for none
   * @param layers ARNs of layers
   * @param network VPC settings, for a probe alone
   */
  record Own(
      String name, Map<String, String> environment, List<Statement> extra, Optional<CfnFunction.VpcConfigProperty> network,
      Optional<Integer> reserved, List<String> layers) {}

  ResponderFunction(Construct scope, String id, DeployedFunction which, Common common, Own own) {
    super(scope, id);
    this.which = which;
    CfnLogGroup log = CfnLogGroup.Builder.create(this, "Log").logGroupName("/aws/lambda/" + own.name()).retentionInDays(common.logDays())
        .build();
    // Logs go with the function; what the user keeps is the ledger and the reports.
    log.applyRemovalPolicy(RemovalPolicy.DESTROY);
    this.logGroup = log.getRef();
    this.role = role(common, own);
    this.alias = alias(common, own, log);
    onFailure(common.failures());
  }

  private CfnRole role(Common common, Own own) {
    List<Statement> statements = new ArrayList<>(common.permissions().ofCode(which));
    statements.addAll(own.extra());
    statements.addAll(common.permissions().ofLambda(Arns.of("logs", "log-group:/aws/lambda/" + own.name() + ":*")));
    Map<String, Object> trust = policy(List.of(trust()));
    CfnRole made =
        CfnRole.Builder.create(this, "Role")
            .description("Aurora Responder: " + which.description())
            .assumeRolePolicyDocument(trust)
            .policies(
                List.of(
                    CfnRole.PolicyProperty.builder()
                        .policyName("calls")
                        .policyDocument(policy(statements.stream().<Object>map(Statement::json).toList()))
                        .build()))
            .build();
    if (which == DeployedFunction.REMEDIATION) {
      common.boundary().ifPresent(made::setPermissionsBoundary);
    }
    Suppressions.wildcards(made, which);
    Suppressions.unknownToCfnLint(made, Permissions.actions(which));
    return made;
  }

  /** Lambda, and that only on behalf of this account (IAM User Guide, "The confused deputy problem"). */
  private static Map<String, Object> trust() {
    Map<String, Object> trust = new LinkedHashMap<>();
    trust.put("Effect", "Allow");
    trust.put("Principal", Map.of("Service", "lambda.amazonaws.com"));
    trust.put("Action", "sts:AssumeRole");
    trust.put("Condition", Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)));
    return trust;
  }

  static Map<String, Object> policy(List<Object> statements) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Statement", statements);
    return document;
  }

  private Alias alias(Common common, Own own, CfnLogGroup log) {
    // Made immutable, so that no construct adds a permission behind the table in Permissions.
    IRole fixed = Role.fromRoleArn(this, "FixedRole", role.getAttrArn(), FromRoleArnOptions.builder().mutable(false).build());
    Function function =
        Function.Builder.create(this, "Function")
            .functionName(own.name())
            .description(which.description())
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .code(common.code())
            .handler(which.handler())
            .memorySize(which.memoryMb())
            .timeout(Duration.seconds(which.timeout().toSeconds()))
            .environment(environment(own))
            .logGroup(LogGroup.fromLogGroupName(this, "FixedLog", log.getRef()))
            .role(fixed)
            .build();
    CfnFunction plain = (CfnFunction) Objects.requireNonNull(function.getNode().getDefaultChild());
    own.network().ifPresent(plain::setVpcConfig);
    own.reserved().ifPresent(plain::setReservedConcurrentExecutions);
    if (!own.layers().isEmpty()) {
      plain.setLayers(own.layers());
    }
    Annotations.of(function).acknowledgeWarning("@aws-cdk/aws-lambda:snapStartRequirePublish", "the alias stands on a published version");
    return new Alias(this, "Alias", AliasProps.builder().aliasName(ALIAS).version(function.getCurrentVersion()).build());
  }

  /** Remediation is never repeated by Lambda: what is old or failed is taken up by the sweep, which reads the ledger first. */
  private void onFailure(String queue) {
    boolean acts = which == DeployedFunction.REMEDIATION;
    CfnEventInvokeConfig config =
        CfnEventInvokeConfig.Builder.create(this, "Failures")
            .functionName(alias.getLambda().getFunctionName())
            .qualifier(ALIAS)
            .maximumRetryAttempts(acts ? 0 : 2)
            .maximumEventAgeInSeconds(acts ? 300 : 3600)
            .destinationConfig(
                CfnEventInvokeConfig.DestinationConfigProperty.builder()
                    .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder().destination(queue).build())
                    .build())
            .build();
    config.getNode().addDependency(alias);
  }

  /** The one that acts is told under which role: CloudTrail's records of that are its own, whatever they say besides. */
  private Map<String, String> environment(Own own) {
    Map<String, String> all = new TreeMap<>(own.environment());
    if (which == DeployedFunction.REMEDIATION) {
      all.put(OWN_ROLES, roleName());
    }
    return all;
  }

  DeployedFunction which() {
    return which;
  }

  Alias alias() {
    return alias;
  }

  String logGroup() {
    return logGroup;
  }

  String roleName() {
    return role.getRef();
  }
}
