"""The demo company's names: who supplies what, who buys, where stock lies."""

from __future__ import annotations

from dataclasses import dataclass

from backorder_core.domain.values import Role, Tier


@dataclass(frozen=True)
class Supplier:
    """``orders`` weighs how many PO lines go there; ``punctual`` is the share of them that comes in time."""

    code: str
    name: str
    orders: int
    punctual: float


@dataclass(frozen=True)
class Product:
    """``price`` is the list price of a unit; customers pay close to it."""

    code: str
    name: str
    category: str
    price: float


@dataclass(frozen=True)
class Customer:
    """A customer, its tier and the account manager who speaks for it."""

    code: str
    name: str
    tier: Tier
    account_manager: str


CONTROL = "Control systems"
HVAC = "HVAC components"
VALVES = "Valves"
SENSORS = "Sensors"
MOTORS = "Motors and drives"
HARDWARE = "Basic hardware"

SUPPLIERS = (
    Supplier("GLOBAL", "Global Manufacturing", 24, 0.96),
    Supplier("ABC", "ABC Manufacturing", 14, 0.98),
    Supplier("REGIONAL", "Regional Suppliers", 12, 0.97),
    Supplier("XYZ", "XYZ Components", 11, 0.98),
    Supplier("APEX", "Apex Sensors", 8, 0.99),
    Supplier("NORTHWIND", "Northwind Controls", 7, 0.98),
    Supplier("MERIDIAN", "Meridian Valve Works", 6, 0.98),
    Supplier("SUMMIT", "Summit Fasteners", 8, 0.99),
    Supplier("PRECISION", "Precision Components", 10, 1.0),
)

# Who works here, and who buys from which supplier.
PEOPLE = (
    ("Sarah", Role.PURCHASING_MANAGER),
    ("Mike", Role.CUSTOMER_SERVICE),
    ("Jennifer", Role.ANALYST),
    ("Tom", Role.PLANNER),
    ("Lisa", Role.WAREHOUSE),
    ("Ben", Role.SALES_REP),
    ("Rachel", Role.ACCOUNT_MANAGER),
    ("Sam", Role.SUPERVISOR),
    ("Maria", Role.MANAGER),
    ("David", Role.DIRECTOR),
    ("Olivia", Role.OPERATIONS_DIRECTOR),
    ("Ada", Role.ADMINISTRATOR),
)
BUYERS = {"GLOBAL": "Tom", "ABC": "Tom", "REGIONAL": "Sarah", "XYZ": "Sarah", "APEX": "Tom"}

# Of a hundred backorders, how many come from which supplier in which category.
TROUBLE = (
    ("GLOBAL", HVAC, 18),
    ("GLOBAL", CONTROL, 14),
    ("GLOBAL", VALVES, 5),
    ("GLOBAL", SENSORS, 4),
    ("GLOBAL", MOTORS, 4),
    ("ABC", CONTROL, 6),
    ("ABC", HVAC, 4),
    ("ABC", MOTORS, 2),
    ("ABC", VALVES, 2),
    ("REGIONAL", HVAC, 5),
    ("REGIONAL", SENSORS, 3),
    ("REGIONAL", VALVES, 3),
    ("XYZ", CONTROL, 3),
    ("XYZ", SENSORS, 3),
    ("XYZ", HVAC, 3),
    ("APEX", SENSORS, 3),
    ("APEX", HVAC, 3),
    ("NORTHWIND", HVAC, 2),
    ("NORTHWIND", CONTROL, 1),
    ("NORTHWIND", MOTORS, 2),
    ("MERIDIAN", VALVES, 4),
    ("SUMMIT", HARDWARE, 4),
    ("PRECISION", HARDWARE, 1),
    ("PRECISION", MOTORS, 1),
)

PRODUCTS = (
    Product("CM-300", "Control Module CM-300", CONTROL, 320.0),
    Product("CM-500", "Control Module CM-500", CONTROL, 500.0),
    Product("CM-510", "Control Module CM-510", CONTROL, 525.0),
    Product("PLC-800", "Logic Controller PLC-800", CONTROL, 1150.0),
    Product("HMI-07", 'Operator Panel 7"', CONTROL, 690.0),
    Product("HMI-12", 'Operator Panel 12"', CONTROL, 1240.0),
    Product("IO-16", "I/O Expansion Card, 16 channels", CONTROL, 210.0),
    Product("GW-20", "Fieldbus Gateway GW-20", CONTROL, 385.0),
    Product("SKU-12458", "Motion Controller, two axes", CONTROL, 1445.0),
    Product("SKU-12459", "Motion Controller, two axes, series B", CONTROL, 1480.0),
    Product("AHU-F24", "Air Handler Fan Assembly", HVAC, 480.0),
    Product("BLW-15", "Blower Motor 1.5 kW", HVAC, 260.0),
    Product("CMP-35", "Scroll Compressor 35 kW", HVAC, 1150.0),
    Product("DMP-12", "Damper Actuator", HVAC, 145.0),
    Product("EVC-08", "Evaporator Coil", HVAC, 410.0),
    Product("FLT-20", "Filter Cartridge, pack of 24", HVAC, 78.0),
    Product("HPX-60", "Plate Heat Exchanger", HVAC, 640.0),
    Product("THM-200", "Programmable Thermostat", HVAC, 95.0),
    Product("TXV-04", "Expansion Valve", HVAC, 118.0),
    Product("BV-050", "Ball Valve DN 50", VALVES, 64.0),
    Product("CHK-040", "Check Valve DN 40", VALVES, 88.0),
    Product("CV-080", "Control Valve DN 80", VALVES, 720.0),
    Product("SOL-24", "Solenoid Valve 24 V", VALVES, 132.0),
    Product("SV-150", "Safety Valve SV-150", VALVES, 310.0),
    Product("SV-200", "Safety Valve SV-200", VALVES, 450.0),
    Product("FS-060", "Flow Sensor", SENSORS, 220.0),
    Product("HS-030", "Humidity Sensor", SENSORS, 58.0),
    Product("PS-250", "Pressure Sensor", SENSORS, 135.0),
    Product("PX-018", "Proximity Sensor", SENSORS, 36.0),
    Product("TS-100", "Temperature Sensor", SENSORS, 42.0),
    Product("VS-010", "Vibration Sensor", SENSORS, 310.0),
    Product("GBX-20", "Gear Reducer", MOTORS, 430.0),
    Product("MTR-05", "Induction Motor 4 kW", MOTORS, 540.0),
    Product("MTR-10", "Induction Motor 7.5 kW", MOTORS, 890.0),
    Product("SRV-400", "Servo Motor 400 W", MOTORS, 1350.0),
    Product("VFD-22", "Variable Frequency Drive 22 kW", MOTORS, 1070.0),
    Product("BRK-90", "Mounting Bracket 90°", HARDWARE, 12.5),
    Product("CLP-25", "Pipe Clamp 25 mm", HARDWARE, 9.8),
    Product("FST-M08", "Hex Bolt M8, pack of 100", HARDWARE, 18.0),
    Product("FST-M12", "Hex Bolt M12, pack of 100", HARDWARE, 27.0),
    Product("GSK-50", "Flange Gasket DN 50", HARDWARE, 7.4),
    Product("RAL-35", "DIN Rail 35 mm, 2 m", HARDWARE, 14.0),
)

LOCATIONS = (
    ("MAIN", "Main Warehouse"),
    ("WEST", "West Coast Warehouse"),
    ("SOUTH", "Gulf Distribution Center"),
    ("NORTH", "Great Lakes Depot"),
)

# What lies free (promised to nobody) away from the main warehouse; every other unit is promised.
FREE_STOCK = (
    ("WEST", "CM-500", 24),
    ("WEST", "DMP-12", 30),
    ("NORTH", "FS-060", 12),
    ("SOUTH", "SOL-24", 40),
    ("NORTH", "BLW-15", 8),
    ("WEST", "GBX-20", 5),
    ("SOUTH", "EVC-08", 6),
    ("WEST", "IO-16", 10),
)

_MANAGERS = ("Dana Whitfield", "Luis Ortega", "Priya Raman", "Tom Becker", "Aisha Karim", "Megan Doyle")

_VIPS = (
    "Key Account A",
    "VIP Client",
    "Harbor Hospital Group",
    "Cascade Water Authority",
    "Lakeshore Pharmaceuticals",
    "Titan Data Centers",
    "Continental Foods",
    "Skyline Airports",
    "Orion Semiconductors",
)
_PREMIUM = (
    "Premium Co",
    "Bluewater Breweries",
    "Redwood Paper Mills",
    "Pinnacle Plastics",
    "Evergreen Greenhouses",
    "Granite State Power",
    "Silverline Elevators",
    "Copper Canyon Mining",
    "Bayview Cold Storage",
    "Prairie Ethanol",
    "Keystone Glass",
    "Ironwood Machine Works",
    "Summerfield Dairies",
    "Riverbend Chemicals",
    "Atlas Conveyor",
    "Hudson Marine Systems",
)
_STANDARD = (
    "Alder Street Bakery",
    "Brightside Schools",
    "Carver Mechanical",
    "Delmar Heating and Air",
    "Eastgate Mall Services",
    "Foxglove Nurseries",
    "Garner Brothers Plumbing",
    "Hollis Print Works",
    "Inland Car Wash",
    "Juniper Hotels",
    "Kestrel Packaging",
    "Lowell Sheet Metal",
    "Marlow Textiles",
    "Norwood Fire Safety",
    "Oakridge Community College",
    "Pelican Boat Yard",
    "Quarry Lane Concrete",
    "Rosewood Senior Living",
    "Sierra Orchards",
    "Thornton Electric",
    "Union Bottling",
    "Valley Irrigation",
    "Westbrook Apartments",
    "Yellowstone Outfitters",
    "Zephyr Aviation Parts",
    "Beacon Street Clinics",
    "Clearwater Pools",
    "Dunmore Foundry",
    "Elk Grove Recycling",
    "Fairmont Laundry",
    "Greyhound Freight Yard",
    "Hilltop Ice Rinks",
    "Larkspur Winery",
    "Millbrook Poultry",
    "Northgate Cinemas",
)


def _customers() -> tuple[Customer, ...]:
    tiers = ((Tier.VIP, _VIPS), (Tier.PREMIUM, _PREMIUM), (Tier.STANDARD, _STANDARD))
    named = [(name, tier) for tier, names in tiers for name in names]
    return tuple(
        Customer(f"C{1000 + place}", name, tier, _MANAGERS[place % len(_MANAGERS)])
        for place, (name, tier) in enumerate(named)
    )


CUSTOMERS = _customers()

# What suppliers say, by the cause it means, and how many of a hundred backorders have that cause.
CAUSES = (
    (
        55,
        (
            "Supplier delay: machine breakdown",
            "Supplier delay: raw material shortage",
            "Production backlog at the supplier",
            "Supplier capacity shortage",
            "Equipment failure in the supplier's plant",
        ),
    ),
    (
        22,
        (
            "Quality issue: failed inspection, rework under way",
            "Quality hold: defective batch",
            "Quality issue: certificates incomplete, testing again",
        ),
    ),
    (
        15,
        (
            "Logistics delay: customs clearance",
            "Logistics delay: port congestion",
            "Carrier missed the pick-up, freight rebooked",
            "Transport held up by winter weather",
        ),
    ),
    (8, ("Demand spike: oversold this month", "Demand surge beyond forecast")),
)
