package com.pharmaserv.repave.aws.headroom;

/**
 * What machines a fleet has.
 *
 * @param type for example {@code m6i.large}
 * @param vcpus of one machine, as EC2 counts them against quotas
 * @param quota that they count against
 */
record Kind(String type, int vcpus, VcpuQuota quota) {}
