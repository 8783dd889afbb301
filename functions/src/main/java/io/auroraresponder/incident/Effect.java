package io.auroraresponder.incident;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What following a command costs whom, and when not to: said once for each kind of command that changes something. One that only reads has
 * none.
 */
public enum Effect {
  CANCEL("SELECT pg_cancel_backend\\b.*", "its client gets an error and its transaction has to begin anew",
      "where that work cannot be done again"),
  FREE_IDLE("SELECT count\\(pg_terminate_backend\\b.*a\\.state = 'idle'.*", "their clients connect again, and a pool may show one error",
      "where clients do not come back by themselves"),
  TERMINATE_IDLE("SELECT pg_terminate_backend\\b.*a\\.state = 'idle' .*", "its client has to connect again",
      "while a migration or an elected leader holds that lock on purpose"),
  TERMINATE("SELECT (count\\()?pg_terminate_backend\\b.*", "its open transaction is rolled back and its client has to connect again",
      "in the middle of a migration"),
  ROLLBACK_PREPARED("ROLLBACK PREPARED\\b.*", "what it prepared is lost", "while its coordinator may still commit it"),
  DROP_SLOT("SELECT pg_drop_replication_slot\\b.*", "its consumer loses its place for good", "where that consumer comes back"),
  VACUUM("VACUUM\\b.*", "it reads the whole table and holds up DDL of it, no reads and no writes", "just before that table is migrated"),
  ANALYZE("ANALYZE\\b.*", "it reads a sample of the table and holds up DDL of it, no reads and no writes",
      "just before that table is migrated"),
  CREATE_INDEX("CREATE INDEX CONCURRENTLY\\b.*", "it reads the whole table, and each write keeps one index more from then on",
      "while long transactions are open, for which it waits"),
  DROP_INDEX("DROP INDEX CONCURRENTLY\\b.*", "it waits for the transactions that are open and blocks nobody",
      "where a rare report needs that index"),
  ROLE_SETTING("ALTER ROLE\\b.*", "it holds from the role's next login on", "for a role that also dumps or migrates"),
  TABLE_SETTING("ALTER TABLE\\b.*", "autovacuum works on that table again", "while a migration has it switched off"),
  GRANT("GRANT\\b.*", "that login may then read the text of every statement", "where texts must stay with the application"),
  SCALING_RANGE("aws rds modify-db-cluster\\b.*--serverless-v2-scaling-configuration\\b.*",
      "every member scales and costs within it from then on", "while a blue/green deployment or another change is under way"),
  RETENTION("aws rds modify-db-cluster\\b.*--backup-retention-period\\b.*", "the days more are billed as backup storage",
      "where AWS Backup owns the continuous backup"),
  INSIGHTS("aws rds modify-db-cluster\\b.*--enable-performance-insights\\b.*", "it takes some CPU and memory of every member",
      "where members have less than two ACU"),
  PROMOTION_TIER("aws rds modify-db-instance\\b.*--promotion-tier\\b.*", "it then costs as much as the writer", "where it may pause alone"),
  CERTIFICATE("aws rds modify-db-instance\\b.*--ca-certificate-identifier\\b.*",
  "clients that do not trust the new authority are turned away",
      "before all clients have its root"),
  REBOOT("aws rds reboot-db-instance\\b.*", "all its sessions end, and it is away for about a minute", "at a busy hour"),
  FAILOVER("aws rds failover-db-cluster\\b.*", "all sessions end, and writes stop for about half a minute",
      "where the reader is too small for the writes"),
  START("aws rds start-db-cluster\\b.*", "it is billed again", "where somebody stopped it for a reason"),
  CREATE_INSTANCE("aws rds create-db-instance\\b.*", "it is billed from then on, at least its minimum",
  "for writes, which it does not take"),
  CREATE_SNAPSHOT("aws rds create-db-cluster-snapshot\\b.*", "it is billed and counts against the region's quota until it is deleted",
      "while the cluster is being changed, since RDS refuses"),
  DELETE_SNAPSHOT("aws rds delete-db-cluster-snapshot\\b.*", "what it holds is gone for good", "where an audit may ask for it"),
  MAINTENANCE("aws rds apply-pending-maintenance-action\\b.*", "what it is applied to may restart", "at a busy hour"),
  TAG("aws rds add-tags-to-resource\\b.*", "the responder may then change the range by itself, at that cost",
      "without its owner's consent"),
  KEEP_KEY("aws kms cancel-key-deletion\\b.*", "the key stays, and is billed", "without asking who had it deleted"),
  ENABLE_KEY("aws kms enable-key\\b.*", "all that it protects can be read again", "where it was disabled because it leaked"),
  OPEN_PORT("aws ec2 authorize-security-group-ingress\\b.*", "all of that source may then reach the port",
      "for a source that holds more than these clients"),
  APPROVE("\\./responder approve\\b.*", "it costs what the plan says", "where its evidence does not hold any more"),
  REFUSE("\\./responder refuse\\b.*", "nobody is asked about the same change for an hour", "to have it later"),
  UNDO("\\./responder undo\\b.*", "the members have less again", "while the load still needs it"),
  KEEP("\\./responder keep\\b.*", "it costs more for good", "without its owner's consent"),
  ADOPT("\\./responder adopt\\b.*", "it is given back when nobody needs it any more", "where somebody set it on purpose"),
  LEAVE("\\./responder leave\\b.*", "it stays and is billed until somebody changes it", "where nobody knows who set it"),
  STOP("\\./responder switch stop\\b.*", "no cluster is changed, and nothing is given back, until it is lifted", "to end one raise"),
  CLEAR_FORK("\\./responder clear-fork\\b.*", "raises go on", "before somebody knows who wrote into the ledger");

  /** What only asks: of AWS, of a database, of the responder. */
  private static final Pattern READS = Pattern.compile(
      "aws [a-z0-9-]+ (describe|list|get|lookup|filter|wait)\\b.*|aws lambda invoke\\b.*'\\{\"(cluster|selfcheck)\".*"
          + "|(SELECT|EXPLAIN|SHOW|WITH)\\b.*|\\./responder "
          + "(report|invoke|changes|notify-test|ledger|causes)\\b.*|(dig|nslookup|curl|openssl|nc)\\b.*",
      Pattern.DOTALL);

  private final Pattern command;
  private final String costs;
  private final String unless;

  Effect(String command, String costs, String unless) {
    this.command = Pattern.compile(command, Pattern.DOTALL);
    this.costs = costs;
    this.unless = unless;
  }

  /** The kind of a command; empty where it only reads, and where nobody has said what it does. */
  public static Optional<Effect> of(String command) {
    return Arrays.stream(values()).filter(effect -> effect.command.matcher(command).matches()).findFirst();
  }

  /** Whether it is known what the command does: it reads, or has a kind. */
  public static boolean isKnown(String command) {
    return of(command).isPresent() || READS.matcher(command).matches();
  }

  /** What it costs whom and when not to, a sentence. */
  public Phrase words() {
    String words = costs + "; not " + unless + ".";
    return new Phrase(Character.toUpperCase(words.charAt(0)) + words.substring(1), List.of());
  }
}
