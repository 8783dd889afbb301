/**
 * One look into PostgreSQL in words: sessions, and the SQL that a person may paste for them.
 *
 * <p>Every runbook that reads a database says the same of it in the same words, so the words live here and a runbook has none of its own.
 * No AWS, no metrics, no verdict on capacity. Start reading at {@link io.auroraresponder.database.Probed}.
 */
@NullMarked
package io.auroraresponder.database;

import org.jspecify.annotations.NullMarked;
