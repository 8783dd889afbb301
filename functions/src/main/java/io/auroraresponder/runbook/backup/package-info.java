/**
 * The backup runbook: how far back and how close to now a cluster can be restored, and what stands in the way.
 *
 * <p>Rules over evidence only; remedies are told, never done. No event says that an automated backup failed, so absence is what these
 * checks look for. Start reading at {@link io.auroraresponder.runbook.backup.BackupRunbook}.
 */
@NullMarked
package io.auroraresponder.runbook.backup;

import org.jspecify.annotations.NullMarked;
