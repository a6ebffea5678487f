package com.pharmaserv.repave.operation;

/**
 * On whose behalf an operation runs.
 *
 * @param name of the person or the job, as signals and blocks show it
 * @param holder how this process signs leases, so that others can tell who holds a fleet
 */
public record Operator(String name, String holder) {}
