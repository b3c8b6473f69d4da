#!/bin/bash
# Runs a program on two network namespaces, which act as two machines: own addresses and host names, no shared memory, a link of 1 Gbit/s
# in each direction (tc's token bucket). Wants root and Open MPI.
#
#   packages/distributed/bench/two-hosts.sh PROGRAM [words…]        RATE=1gbit
#   CUT_AFTER=5 …     takes the link away after so many seconds, and says when nothing is left of the job
#   KILL_AFTER=5 …    kills the process on the other machine
set -uo pipefail
one=seqloom-$$-1 two=seqloom-$$-2 address_one=10.77.0.1 address_two=10.77.0.2
agent=$(mktemp --suffix=.sh)
clean() {
  ip netns del "$one" 2>/dev/null
  ip netns del "$two" 2>/dev/null
  rm -f "$agent"
}
trap clean EXIT
ip netns add "$one" && ip netns add "$two" || exit 1
ip link add seq-a netns "$one" type veth peer name seq-b netns "$two" || exit 1
ip -n "$one" addr add $address_one/24 dev seq-a
ip -n "$two" addr add $address_two/24 dev seq-b
for place in "$one seq-a" "$two seq-b"; do
  read -r space link <<<"$place"
  ip -n "$space" link set "$link" up
  ip -n "$space" link set lo up
  ip netns exec "$space" tc qdisc add dev "$link" root tbf rate "${RATE:-1gbit}" burst 256kb latency 50ms || exit 1
done
# Nothing is bound to a core: both machines number the same cores, and would take the first one for their rank.
# mpirun starts its daemon on the other machine through this in place of ssh
cat >"$agent" <<END
#!/bin/bash
shift
exec ip netns exec $two unshare --uts bash -c "hostname node2; cd $PWD; \$*"
END
chmod +x "$agent"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 SEQLOOM_RANK_TIMEOUT=${SEQLOOM_RANK_TIMEOUT:-300}
SEQLOOM_HOSTS=$$ ip netns exec "$one" unshare --uts bash -c "hostname node1; exec mpirun --host $address_one:1,$address_two:1 -n 2 \
  --bind-to none --mca plm_rsh_agent $agent --mca btl tcp,self --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 \
  --mca oob_tcp_keepalive_time 5 --mca oob_tcp_keepalive_intvl 2 --mca oob_tcp_keepalive_probes 3 --mca mpi_yield_when_idle 1 \
  -x SEQLOOM_RANK_TIMEOUT -x SEQLOOM_HOSTS node $*" &
job=$!
left() { grep -lz "^SEQLOOM_HOSTS=$$\$" /proc/[0-9]*/environ 2>/dev/null | wc -l; }
if [ -n "${CUT_AFTER:-}${KILL_AFTER:-}" ]; then
  sleep "${CUT_AFTER:-$KILL_AFTER}"
  if [ -n "${CUT_AFTER:-}" ]; then ip -n "$two" link set seq-b down; fi
  if [ -n "${KILL_AFTER:-}" ]; then
    for process in $(ip netns pids "$two"); do
      [ "$(cat "/proc/$process/comm")" = node ] && kill -9 "$process"
    done
  fi
  begun=$SECONDS
  wait $job
  code=$?
  while [ "$(left)" -gt 0 ] && [ $((SECONDS - begun)) -lt 90 ]; do sleep 0.2; done
  echo "exit code $code, $((SECONDS - begun)) s until nothing was left, processes left: $(left)"
else
  wait $job
fi
