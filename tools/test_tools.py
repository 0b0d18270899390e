#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
import unittest
if __name__ == "__main__":
    unittest.main()
