#!/bin/bash
# A search of 64 starts under a real Slurm, whose jobs are killed, put back into the queue, drained, submitted twice, and
# run out of disk: nothing may be lost or counted twice, and the winner is that of one run without a folder.
#
#     scripts/cluster_test.sh SEQC        as root, with Debian's slurm-wlm: controller and two nodes on loopback
#
# Everything lies in a folder that is made for it; a Slurm of the machine is not touched.
set -euo pipefail

SEQC=$(realpath "$1")
DESIGN=$(realpath "$(dirname "$0")/search.seq")
STARTS=${STARTS:-64}
PLACE=$(mktemp -d /tmp/seqc-cluster.XXXXXX)
chmod 755 "$PLACE"
HOST=$(hostname -s)
PORT=$((20000 + RANDOM % 20000))
export SLURM_CONF=$PLACE/slurm.conf
DAEMONS=()
STARTED=$SECONDS

need() {
  command -v "$1" > /dev/null || { echo "cluster-test needs $1: apt-get install slurm-wlm munge" >&2; exit 1; }
}
for program in munged slurmctld slurmd sbatch; do need $program; done
[ "$(id -u)" = 0 ] || { echo "cluster-test starts the daemons of Slurm, and mounts a small disk: run it as root" >&2; exit 1; }

fail() {
  echo "cluster-test: $1" >&2
  exit 1
}

finish() {
  local status=$?
  scancel --quiet --state=RUNNING --state=PENDING --user=root 2> /dev/null || true
  sleep 1
  for process in "${DAEMONS[@]:-}"; do [ -n "$process" ] && kill "$process" 2> /dev/null || true; done
  sleep 1
  umount "$PLACE/small" 2> /dev/null || true
  if [ $status = 0 ]; then rm -rf "$PLACE"; else echo "what happened lies in $PLACE" >&2; fi
  exit $status
}
trap finish EXIT

# --- a cluster of one machine

start() {
  local log=$1
  shift
  "$@" > "$PLACE/$log.out" 2>&1 &
  DAEMONS+=($!)
}

dd if=/dev/urandom of="$PLACE/munge.key" bs=128 count=1 status=none
chmod 600 "$PLACE/munge.key"
mkdir "$PLACE/munge" "$PLACE/state" "$PLACE/spool"
chmod 755 "$PLACE/munge"
start munged munged --foreground --force --key-file="$PLACE/munge.key" --socket="$PLACE/munge/socket" \
  --log-file="$PLACE/munge/log" --pid-file="$PLACE/munge/pid" --seed-file="$PLACE/munge/seed"

cat > "$SLURM_CONF" << END
ClusterName=seqc
SlurmctldHost=$HOST(127.0.0.1)
SlurmctldPort=$PORT
AuthType=auth/munge
AuthInfo=socket=$PLACE/munge/socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$PLACE/state
SlurmdSpoolDir=$PLACE/spool/%n
SlurmctldPidFile=$PLACE/slurmctld.pid
SlurmdPidFile=$PLACE/slurmd.%n.pid
SlurmctldLogFile=$PLACE/slurmctld.log
SlurmdLogFile=$PLACE/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
MinJobAge=10
SchedulerParameters=sched_interval=2,bf_interval=2
NodeName=one NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORT + 1)) CPUs=2 State=UNKNOWN
NodeName=two NodeHostname=$HOST NodeAddr=127.0.0.1 Port=$((PORT + 2)) CPUs=2 State=UNKNOWN
PartitionName=main Nodes=one,two Default=YES MaxTime=INFINITE State=UP
END
controller() { start slurmctld slurmctld -D; }
node() { start "slurmd.$1" slurmd -D -N "$1"; }
for _ in $(seq 50); do [ -S "$PLACE/munge/socket" ] && break || sleep 0.1; done
controller
node one
node two
for _ in $(seq 150); do
  [ "$(sinfo --noheader --format=%T 2> /dev/null | sort -u)" = idle ] && break || sleep 0.2
done
[ "$(sinfo --noheader --format=%T | sort -u)" = idle ] || { sinfo; tail "$PLACE"/slurm*.log; exit 1; }
echo "cluster       $(sbatch --version), 2 nodes of 2 CPUs on loopback"

# --- what one run finds

cd "$PLACE"
cp "$DESIGN" echo.seq
before=$SECONDS
"$SEQC" optimize echo.seq --starts "$STARTS" > serial.txt 2> serial.log
mv echo.mix.pulse serial.pulse
echo "serial        $STARTS starts in $((SECONDS - before)) s: $(grep ^objective serial.txt)"

# --- the same as jobs that are not left in peace

kills=0 requeues=0 drains=0 submissions=0 restarts=0
submit() { sbatch --parsable "$1/search.sbatch" > /dev/null && submissions=$((submissions + 1)); }
queued() { squeue --noheader --format=%T 2> /dev/null | wc -l; }
tasks() { squeue --noheader --array --states=RUNNING --format=%i 2> /dev/null; }
finished() { find "$1/done" -type f | wc -l; }
items=$((STARTS + (STARTS / 8 > 0 ? STARTS / 8 : 1)))

# The process that holds a claim, from its name.
kill_a_worker() {
  local claim
  claim=$(ls "$1/running" | shuf -n 1)
  [ -n "$claim" ] || return 0
  kill -9 "$(cut -d@ -f3 <<< "$claim")" 2> /dev/null && kills=$((kills + 1)) || true
}

requeue_a_task() {
  local task
  task=$(tasks | shuf -n 1)
  [ -n "$task" ] && scontrol requeue "$task" 2> /dev/null && requeues=$((requeues + 1)) || true
}

# Its tasks are put back into the queue, and begin on the other node or when it returns.
drain_a_node() {
  local node=$1
  scontrol update nodename="$node" state=drain reason="cluster-test"
  for task in $(squeue --noheader --array --states=RUNNING --nodelist="$node" --format=%i); do
    scontrol requeue "$task" 2> /dev/null && requeues=$((requeues + 1)) || true
  done
  sleep 3
  scontrol update nodename="$node" state=resume
  drains=$((drains + 1))
}

restart_the_controller() {
  kill "$(cat "$PLACE/slurmctld.pid")"
  sleep 1
  controller
  for _ in $(seq 50); do sinfo > /dev/null 2>&1 && break || sleep 0.2; done
  restarts=$((restarts + 1))
}

before=$SECONDS
"$SEQC" optimize echo.seq --starts "$STARTS" --work work --slurm --jobs 4 > submit.txt
submissions=1
submit work # twice, at once
round=0
while [ "$(finished work)" -lt $items ]; do
  [ $((SECONDS - before)) -lt 1800 ] || fail "not done after half an hour"
  sleep 1
  round=$((round + 1))
  if [ $round -le 40 ]; then
    case $((round % 8)) in
      1 | 3 | 5) kill_a_worker work ;;
      2 | 6) requeue_a_task ;;
      4) drain_a_node "$([ $((round % 16)) = 4 ] && echo one || echo two)" ;;
      7) [ $round = 15 ] && restart_the_controller || kill_a_worker work ;;
    esac
  fi
  # What Slurm puts back into the queue it holds for some minutes: meanwhile somebody submits once more.
  [ "$(tasks | wc -l)" -gt 0 ] || [ $((round % 3)) != 0 ] || submit work
done
while [ "$(queued)" -gt 0 ]; do sleep 0.5; done
taken=$(cat work/logs/*.txt | grep -c "is taken over from" || true)
echo "under Slurm   $((SECONDS - before)) s: $submissions submissions, $kills workers killed, $requeues tasks requeued, $drains nodes drained, $restarts restarts of the controller, $taken claims taken over"
"$SEQC" optimize --status work | tail -n 1
"$SEQC" optimize --merge work > merged.txt 2> merged.log
grep ^merged merged.txt
cmp echo.mix.pulse serial.pulse
[ "$(finished work)" = $items ] || fail "there are $(finished work) results of $items items"
[ -z "$(find work/running work/waiting -type f)" ] || fail "items are left over"
[ $kills -gt 0 ] || fail "nothing was killed"
[ $requeues -gt 0 ] || fail "nothing was requeued"
echo "same winner   the pulse is that of the serial run, byte for byte"
rm echo.mix.pulse

# --- a claim of another machine, whose job Slurm knows

PATH=/nonexistent "$SEQC" optimize echo.seq --starts 8 --work other --slurm --jobs 2 > /dev/null 2>&1
"$SEQC" optimize echo.seq --starts 8 > /dev/null 2>&1
mv echo.mix.pulse eight.pulse
sleeper=$(sbatch --parsable --output=/dev/null --wrap "sleep 600")
until [ "$(squeue --noheader --jobs="$sleeper" --format=%T)" = RUNNING ]; do sleep 0.2; done
claim=point-001-start-0001
mv "other/waiting/$claim" "other/running/$claim@elsewhere@1@1@$sleeper@0"
submit other
while [ "$(finished other)" -lt 7 ]; do sleep 0.2; done
sleep 5
[ "$(finished other)" = 7 ] || fail "a claim was taken over though its job runs"
scancel "$sleeper"
while [ "$(queued)" -gt 0 ]; do sleep 0.5; done
grep -q "$claim is taken over from process 1 on elsewhere, job $sleeper" other/logs/*.txt || fail "the claim of a job that ended was left to it"
"$SEQC" optimize --merge other > merged.txt 2> merged.log
grep ^merged merged.txt
cmp echo.mix.pulse eight.pulse
rm echo.mix.pulse
echo "job's claim   left to it while the job runs, and taken over when Slurm says that it does no more"

# --- a disk that somebody fills after some results

mkdir small logs
mount -t tmpfs -o size=8m tmpfs small
"$SEQC" optimize echo.seq --starts "$STARTS" --work small/work --slurm --jobs 4 \
  --slurm-options "--output=$PLACE/logs/%A_%a.txt" > submit.txt
while [ "$(finished small/work)" -lt 10 ]; do sleep 0.1; done
while [ "$(queued)" -gt 0 ]; do
  dd if=/dev/zero bs=4k >> small/ballast 2> /dev/null || true
  sleep 0.1
done
full=$(grep -l "no space left on device" logs/*.txt | wc -l)
left=$(finished small/work)
echo "full disk     $full of 4 tasks ended for want of space, with $left of $items items done"
[ "$full" -gt 0 ] || fail "no task has met the full disk"
[ "$left" -lt $items ] || fail "the search was done before the disk was full"
! "$SEQC" optimize --merge small/work > /dev/null 2>&1 || fail "merged though items are missing"
rm small/ballast
submit small/work
while [ "$(queued)" -gt 0 ]; do sleep 0.5; done
"$SEQC" optimize --merge small/work > merged.txt 2> merged.log
grep ^merged merged.txt
cmp echo.mix.pulse serial.pulse
echo "same winner   after the full disk as well"
echo "cluster-test  passed in $((SECONDS - STARTED)) s"
