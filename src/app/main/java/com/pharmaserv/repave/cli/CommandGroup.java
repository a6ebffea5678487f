package com.pharmaserv.repave.cli;

import picocli.CommandLine.Command;

/** A command that does nothing itself and needs one of its subcommands. */
@Command(
    synopsisHeading = "%nUsage: ",
    synopsisSubcommandLabel = "COMMAND",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n")
abstract class CommandGroup {}
