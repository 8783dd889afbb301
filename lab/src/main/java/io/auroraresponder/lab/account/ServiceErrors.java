package io.auroraresponder.lab.account;

import java.util.Locale;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.pi.model.PiException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.sns.model.SnsException;

/** The SDK's exceptions with the codes and HTTP statuses that the services send. */
final class ServiceErrors {
  /** Stands for the service's own throttling code. */
  static final String THROTTLED = "Throttling";

  private ServiceErrors() {}

  /** An error of a service by its code on the wire. */
  static AwsServiceException error(String service, String code, String message) {
    String wire = code.equals(THROTTLED) ? throttling(service) : code;
    AwsServiceException.Builder builder = builder(service, wire).get();
    int status = status(wire);
    builder.statusCode(status);
    builder.message(message);
    builder.requestId("00000000-0000-4000-8000-000000000000");
    builder.awsErrorDetails(
        AwsErrorDetails.builder()
            .serviceName(service)
            .errorCode(wire)
            .errorMessage(message)
            .sdkHttpResponse(SdkHttpResponse.builder().statusCode(status).build())
            .build());
    return builder.build();
  }

  /**
   * The role lacks the right, in the words of the service. Services with a Query interface say AccessDenied, those with JSON another code.
   */
  static AwsServiceException denied(Line line, String operation) {
    World world = line.account().world();
    String action = line.service() + ":" + operation;
    String who = "User: arn:aws:sts::" + world.account() + ":assumed-role/aurora-responder-" + line.caller() + "/" + line.caller();
    String why = " is not authorized to perform: " + action + " because no identity-based policy allows the " + action + " action";
    return switch (line.service()) {
      case "ec2" -> error("ec2", "UnauthorizedOperation", "You are not authorized to perform this operation. " + who + why);
      case "sns" -> error("sns", "AuthorizationError", who + why);
      case "pi", "dynamodb", "secretsmanager", "events" -> error(line.service(), "AccessDeniedException", who + why);
      default -> error(line.service(), "AccessDenied", who + why);
    };
  }

  private static String throttling(String service) {
    return switch (service) {
      case "dynamodb", "pi", "secretsmanager", "events" -> "ThrottlingException";
      case "s3" -> "SlowDown";
      default -> "Throttling";
    };
  }

  private static Supplier<AwsServiceException.Builder> builder(String service, String code) {
    return switch (service) {
      case "rds" -> rds(code);
      case "cloudwatch" -> CloudWatchException::builder;
      case "sns" -> SnsException::builder;
      case "pi" -> PiException::builder;
      case "ec2" -> Ec2Exception::builder;
      case "s3" -> S3Exception::builder;
      case "secretsmanager" -> SecretsManagerException::builder;
      case "events" -> EventBridgeException::builder;
      case "dynamodb" -> dynamoDb(code);
      default -> AwsServiceException::builder;
    };
  }

  private static Supplier<AwsServiceException.Builder> rds(String code) {
    return switch (code) {
      case "DBClusterNotFoundFault" -> DbClusterNotFoundException::builder;
      case "DBClusterSnapshotNotFoundFault" -> DbClusterSnapshotNotFoundException::builder;
      case "DBInstanceNotFound" -> DbInstanceNotFoundException::builder;
      case "InvalidDBClusterStateFault" -> InvalidDbClusterStateException::builder;
      case "InvalidDBInstanceState" -> InvalidDbInstanceStateException::builder;
      default -> RdsException::builder;
    };
  }

  private static Supplier<AwsServiceException.Builder> dynamoDb(String code) {
    return switch (code) {
      case "ConditionalCheckFailedException" -> ConditionalCheckFailedException::builder;
      case "ResourceNotFoundException" -> ResourceNotFoundException::builder;
      default -> DynamoDbException::builder;
    };
  }

  private static int status(String code) {
    String lower = code.toLowerCase(Locale.ROOT);
    if (lower.startsWith("dbclusternotfound") || lower.startsWith("dbclustersnapshotnotfound") || lower.startsWith("dbinstancenotfound")
        || lower.equals("notfound") || lower.equals("nosuchbucket")) {
      return 404;
    }
    if (lower.equals("accessdenied") || lower.equals("unauthorizedoperation") || lower.equals("authorizationerror")) {
      return 403;
    }
    if (lower.startsWith("internal")) {
      return 500;
    }
    return lower.startsWith("serviceunavailable") || lower.equals("slowdown") || lower.equals("requestlimitexceeded") ? 503 : 400;
  }
}
