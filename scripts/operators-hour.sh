#!/usr/bin/env bash
# The operator's hour, played on this machine: a raise whose answer is lost, an undo while nobody knows whether it landed, a stop, the
# restore of the ledger, a drain. Each command is printed before it runs and its answer is held against what
# docs/acting.md and docs/operations say; exit 1 at the first that differs. Some three minutes; needs the AWS CLI, and changes nothing outside.
#   scripts/operators-hour.sh          serves scripts/operators-hour.yaml by itself, a minute of the account in five seconds
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd -P)
responder=${RESPONDER:-$root/responder}
ledger=aurora-responder-ledger
work=$(mktemp -d)
served=

export AWS_ACCESS_KEY_ID=AKIDOPERATOR AWS_SECRET_ACCESS_KEY=of-nobody AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 AWS_PAGER=
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
unset AWS_PROFILE AWS_SESSION_TOKEN

finish() {
  [ -z "$served" ] || { kill "$served" && wait "$served"; } 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "operators-hour: $1" >&2
  sed 's/^/  serve: /' "$work/serve" >&2
  exit 1
}

say() { printf '\n# %s\n' "$1"; }

# Runs a command of the responder or of AWS against the served account; what it says is printed and kept in $said, its status in $status.
run() {
  echo "\$ $*" | sed "s#^\\\$ $responder#\$ ./responder#"
  status=0
  said=$("$@" --endpoint-url "$account" 2>&1) || status=$?
  [ -z "$said" ] || sed 's/^/  /' <<< "$said"
}
responder() { run "$responder" "$@"; }
amazon() { run aws --output text "$@"; }

expect() { # STATUS TEXT...
  [ "$status" = "$1" ] || fail "expected exit status $1, found $status"
  shift
  for text in "$@"; do
    grep -qF -- "$text" <<< "$said" || fail "expected '$text'"
  done
}

# Asks again each second until the answer has the text; some two minutes at most.
until_said() { # TEXT COMMAND...
  local text=$1 tries
  shift
  for tries in $(seq 90); do
    said=$("$@" --endpoint-url "$account" 2>&1) || true
    if grep -qF -- "$text" <<< "$said"; then
      echo "\$ $*" | sed "s#^\\\$ $responder#\$ ./responder#"
      sed 's/^/  /' <<< "$said"
      return
    fi
    sleep 1
  done
  fail "waited for '$text' from $*; the last answer was: $said"
}

# Asks again until nothing is in flight and no lease is open: what is proposed meanwhile changes nothing.
until_closed() {
  local tries
  for tries in $(seq 90); do
    said=$("$responder" changes --endpoint-url "$account" 2>&1) || true
    if grep -q 'changes are' <<< "$said" && ! grep -qE '  (change|lease) ' <<< "$said"; then
      echo '$ ./responder changes'
      sed 's/^/  /' <<< "$said"
      return
    fi
    sleep 1
  done
  fail "waited for everything to be closed; the last answer was: $said"
}

# Looks at the cluster until `changes` shows what a look leads to: where others keep this machine busy, a look may prove no cause.
look_until() { # TEXT
  local tries
  for tries in $(seq 8); do
    for _ in 1 2 3 4 5; do
      said=$("$responder" changes orders-db --endpoint-url "$account" 2>&1) || true
      if grep -qF -- "$1" <<< "$said"; then
        # Asked once: on a slow machine the next answer may be one of later.
        echo '$ ./responder changes orders-db'
        sed 's/^/  /' <<< "$said"
        return
      fi
      sleep 1
    done
    amazon lambda invoke --function-name aurora-responder-capacity --payload "fileb://$work/event" "$work/answer"
  done
  fail "no look led to '$1'"
}

range() { # MIN MAX
  amazon rds describe-db-clusters --db-cluster-identifier orders-db --query 'DBClusters[0].ServerlessV2ScalingConfiguration.[MinCapacity,MaxCapacity]'
  expect 0 "$1	$2"
}

echo '{"cluster":"orders-db"}' > "$work/event"
command -v aws > /dev/null || { echo "operators-hour: the AWS CLI (aws) is missing" >&2; exit 2; }
# Built before it is started in the background, so that no two builds meet.
"$responder" --help > /dev/null
"$responder" serve "$root/scripts/operators-hour.yaml" --minute 5s > "$work/serve" 2>&1 &
served=$!
for _ in $(seq 360); do
  account=$(sed -n 's#^serving on \(http://[^,]*\),.*#\1#p' "$work/serve")
  [ -z "$account" ] || break
  kill -0 "$served" 2> /dev/null || fail "the account is not served"
  sleep 0.5
done
[ -n "$account" ] || fail "the account is not served"

say "A raise was sent and its answer was lost: nobody knows whether it landed. It is undone all the same."
look_until " unsure, "
change=$(sed -n 's/^orders-db  change \([0-9a-f]*\) unsure.*/\1/p' <<< "$said")
range 0.5 12.0
responder undo "$change"
expect 0 "accepted"
moment=$(sed -n 's/.* is put as AIDALAB \/ \([-0-9T:]*Z\).*/\1/p' <<< "$said")

say "The order outlives the doubt: the raise is found to have landed, and is given back."
until_closed
range 0.5 8.0
responder undo "$change"
expect 2 "lease $change of orders-db is closed already"

say "Everything is stopped while somebody looks into it."
responder switch stop --why "what was that"
expect 0 "stopped" "no call starts later than 35 s"
responder changes
expect 0 "changes are stopped (what was that)"

say "The ledger is restored to the moment of that undo, as docs/operations/restore.md has it."
id=$(aws dynamodb describe-table --table-name $ledger --query Table.TableId --output text --endpoint-url "$account")
amazon dynamodb restore-table-to-point-in-time --source-table-name $ledger --target-table-name $ledger-restored \
  --restore-date-time "$moment" --query TableDescription.TableStatus
expect 0 CREATING
until_said ACTIVE aws dynamodb describe-table --table-name $ledger-restored --query Table.TableStatus --output text
amazon dynamodb create-backup --table-name $ledger-restored --backup-name $ledger --query BackupDetails.BackupArn
expect 0 ":table/$ledger-restored/backup/"
backup=$said
amazon dynamodb delete-table --table-name $ledger --query TableDescription.TableStatus
[ "$status" != 0 ] || fail "a protected table was deleted"
amazon dynamodb update-table --table-name $ledger --no-deletion-protection-enabled --query TableDescription.TableStatus
expect 0
amazon dynamodb delete-table --table-name $ledger --query TableDescription.TableStatus
expect 0
responder changes
expect 2 "the ledger did not answer"
amazon dynamodb restore-table-from-backup --target-table-name $ledger --backup-arn "$backup" --query TableDescription.TableStatus
expect 0 CREATING
until_said ACTIVE aws dynamodb describe-table --table-name $ledger --query Table.TableStatus --output text
amazon dynamodb update-time-to-live --table-name $ledger --time-to-live-specification Enabled=true,AttributeName=ttl
expect 0
amazon dynamodb update-continuous-backups --table-name $ledger --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true \
  --query ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus
expect 0 ENABLED
amazon dynamodb update-table --table-name $ledger --deletion-protection-enabled --query TableDescription.TableStatus
expect 0
amazon dynamodb delete-table --table-name $ledger-restored --query TableDescription.TableStatus
expect 0
[ "$id" != "$(aws dynamodb describe-table --table-name $ledger --query Table.TableId --output text --endpoint-url "$account")" ] \
  || fail "the restored table has the id of the one before"

say "It is another table, for which nobody has allowed changes: everything stands still, though the stop is lifted nowhere."
responder changes
# On a slow machine the raise was found to have landed before the undo was put: then it is the lease of that id that stands there.
expect 0 "changes are stopped (changes are allowed for another table of the ledger, not for this one)" "$change"
responder switch run --why "restored"
expect 2 "emptied or restored"
range 0.5 8.0
responder switch run --first --why "restored"
expect 0 "is lifted"
news="the ledger was restored and this cluster's record is begun anew; the range is 0.5 to 8 ACU now; this no longer stands: "
for _ in $(seq 30); do
  if grep -qF "$news" "$work/serve"; then break; fi
  sleep 1
done
grep -F "$news" "$work/serve" || fail "nobody heard that the ledger was restored"

say "The deployment is about to be removed: whatever is open goes back. The load is still there, so a raise may have been made again."
responder drain
expect 0
until_closed
range 0.5 8.0

say "And the ledger holds together."
responder ledger --check
expect 0 "consistent, "
echo
echo "the hour went as it is written"
