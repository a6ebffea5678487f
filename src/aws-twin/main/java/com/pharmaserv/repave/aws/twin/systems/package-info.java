/** Systems Manager in the double: parameters, agents, and commands that run on machines. */
@NullMarked
package com.pharmaserv.repave.aws.twin.systems;

import org.jspecify.annotations.NullMarked;
